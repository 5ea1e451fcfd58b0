/** Words of columns that say something of a record, and measure nothing. Notation as in flow-words.ts. */
import type { Words } from './languages.ts';

export const RECORD_WORDS = {
  forecast: {
    en:
      'forecast, forecasted, forecasts, predicted, prediction, day ahead, scheduled, planned, ' +
      'theoretical, mtlf, stlf, loss export, curtailed, curtailment',
    de: '*prognose*, prognostiziert, vorhersage, fahrplan, geplant',
    fr: 'prevision, previsions, prevue, prevu, programmee',
    nl: 'voorspelling, voorspeld, prognose',
    es: 'prevision, prevista, previsto, pronostico, programada, programado',
    pt: 'previsao, prevista, previsto, programada, programado',
    it: 'previsione, prevista, previsto, programmata, programmato',
    da: 'prognose',
    sv: 'prognos',
    no: 'prognose',
    fi: 'ennuste',
    pl: 'prognoza, prognozowane',
    cs: 'predpoved, prognoza',
    et: 'prognoos',
    sl: 'napoved',
    hu: 'becsult, elorejelzes',
    ja: '*予測*, *抑制量*, *制御量*',
    ko: '*예측*',
    zh: '*理论*, *预测*, *預測*, *计划*',
    ro: 'prognoza',
    sk: 'predpoved, prognoza',
    hr: 'prognoza',
    lt: 'prognoze',
    lv: 'prognoze',
    ru: 'прогноз',
    uk: 'прогноз',
    bg: 'прогноза',
    he: 'תחזית',
  },
  limit: {
    en:
      'maximum, minimum, max, min, maximum demand, max demand, peak demand, demand peak, power peak, contracted, ' +
      'subscribed, capacity, ' +
      'rated, billed demand, contract power, limit, threshold, curtailment, power limit, target power, ' +
      'rolling avg, rolling average, moving average, avg daily, average daily, daily avg, daily average, ' +
      'avg per day, average per day, avg day, average day',
    de:
      '*grenze*, *grenzwert*, *begrenzung*, sollwert*, *maximum*, *hochstleistung*, spitzenleistung, ' +
      'vertragsleistung, *hochstwert*, nennleistung, tagesdurchschnitt, tagesmittel, durchschnitt pro tag',
    fr: 'isousc, souscrite, maximale, maximum, minimale, moyenne journaliere, moyenne par jour',
    nl: 'maximaal, piekvermogen, gecontracteerd, maandpiek, daggemiddelde, gemiddeld per dag',
    es:
      'maxima, maximo, minima, contratada, contratado, maximetro, promedio diario, media diaria, ' +
      'consumo diario promedio',
    pt: 'contratada, maxima, potencia tomada, media diaria, consumo medio diario',
    it:
      'impegnata, massima, disponibile, contrattuale, limite, limitazione, media giornaliera, ' +
      'consumo medio giornaliero',
    pl: 'umowna, maksymalna',
    cs: 'maximalni, rezervovany',
    ja: '*最大需要*, *最大電力*, *契約電力*',
    ko: '*최대수요*, *계약전력*, *최대전력*',
  },
  /** A view of an energy that another one beside it replaces: what was planned, expected or not yet checked. */
  provisional: {
    en:
      'preliminary, provisional, raw, original, plan, target, budget, budgeted, baseline, simulated, simulation, ' +
      'expected, modelled, modeled, unvalidated, uncorrected, unadjusted',
    de: 'vorlaufig, vorlaufige, rohwert, rohdaten, ursprunglich, planwert, soll, sollwert, simuliert, erwartet',
    fr: 'provisoire, initial, initiale, simule, simulee, objectif, estime, estimee, attendu, attendue',
    nl: 'voorlopig, voorlopige, gepland, begroot, begroting, gesimuleerd, verwacht',
    es: 'estimada, estimado, presupuesto, objetivo, simulada, simulado, esperada, esperado',
    pt: 'provisorio, estimada, estimado, orcamento, meta, simulada, esperada',
    it: 'provvisorio, provvisoria, stimata, stimato, obiettivo, simulata, attesa, atteso',
    da: 'forelobig, budgetteret, forventet, simuleret',
    sv: 'preliminar, preliminart, budgeterad, forvantad, simulerad',
    no: 'forelopig, budsjett, forventet, simulert',
    fi: 'alustava, budjetti, odotettu, simuloitu',
    pl: 'budzet, wstepne, wstepna, szacowane, szacowana, oczekiwane',
    cs: 'rozpocet, predbezne, predbezna, odhad, ocekavana',
    et: 'esialgne, eelarve, oodatav',
    sl: 'nacrt, predhodna, pricakovana',
    hu: 'terv, elozetes, tervezett',
    tr: 'tahmini, planlanan, hedef',
    ro: 'provizoriu, estimat, estimata, buget',
    sk: 'rozpocet, predbezne, odhad',
    hr: 'privremeno, procjena, proracun',
    ru: 'план, предварительно, предварительная, оценка, ожидаемое',
    uk: 'план, попередньо, оцінка',
    ja: '*速報*, *計画*, *目標*',
    zh: '*初步*, *目标*, *預估*',
  },
  identifier: {
    en:
      'tariff index, tariff code, tariff number, ' +
      'id, ids, identification, number, no, connector, evse, serial, code, key, account, ean, gsrn, mprn, mpan, ' +
      'nmi, esiid, ' +
      'cups, cpe, prm, pdl, ' +
      'iccid, mac, postcode, zip, latitude, longitude, version, row, entry, uuid, guid, epoch, unix',
    de: '*nummer, *kennung, nr, zahlernummer, kundennummer, zahlpunkt',
    fr: 'numero, identifiant, contrat, adco, motdetat',
    nl: '*nummer, eancode, klantnummer',
    es: 'numero, codigo, contrato',
    it: 'numero, codice, pod',
    da: '*nummer, malepunktsid',
    sv: '*nummer, anlaggningsid',
    fi: 'tunnus, numero',
    pl: 'numer, kod',
    cs: 'cislo, kod, ean',
    et: 'number, kood',
    sl: 'stevilka, sifra',
    ja: '*番号*',
    zh: '户号, *编号*',
    ro: 'numar, nr crt, cod, contract',
    sk: 'cislo, kod',
    hr: 'broj',
    lt: 'numeris, kodas',
    lv: 'numurs',
    ru: 'номер, код',
    uk: 'номер, код, еіс',
    he: 'מספר, קוד',
    th: '*หมายเลข*, *ลำดับ*',
    vi: 'stt',
    id: 'nomor',
  },
  calendar: {
    en:
      'year, month, week, weekday, day of week, dayofweek, day type, daytype, holiday, season, weekend, nsm, dst, ' +
      'interval, interval number, interval no, ' +
      'quarter hour, minute of day, day of year, is weekend, billing period, bill period, billing month, bill month',
    de: 'jahr, monat, woche, wochentag, feiertag',
    fr: 'annee, mois, semaine, jour ferie',
    nl: 'jaar, maand, week',
    es: 'ano, mes, semana, festivo',
    pt: 'ano, mes',
    it: 'anno, mese',
    da: 'ar, maned',
    sv: 'ar, manad',
    fi: 'vuosi, kuukausi',
    pl: 'rok, miesiac',
    cs: 'rok, mesic',
    et: 'aasta, kuu',
    sl: 'leto, mesec, blok',
    zh: '小时, 时, 月, 年, 星期',
  },
  flag: {
    en:
      'quality, validity, status, flag, flags, estimated, estimate, estimated actual, validation, ' +
      'validation status, note, ' +
      'notes, comment, remark, event, source, method, reading quality, quality flag, ' +
      'estimation, trend flags, alarm, error',
    de: '*qualitat*, *status, ersatzwert, bemerkung, kennzeichen, hinweis, messwertstatus',
    fr: 'qualite, statut, nature, etat, etape',
    nl: 'kwaliteit, validatiestatus, geschat, omschrijving, opmerking',
    es: 'estado, metodo, metodo obtencion, metodoobtencion, calidad, obtencion',
    pt: 'estado, qualidade',
    it: 'stato, qualita, validato, note, errore, errori, allarme, evento',
    da: 'kvalitet, kvalitetskode',
    sv: 'kvalitet, status',
    no: 'kvalitet, status',
    fi: 'laatu, tila',
    pl: 'status, jakosc',
    cs: 'status, kvalita, stav dat',
    et: 'kvaliteet, staatus',
    sl: 'status, kakovost',
    ro: 'stare, calitate',
    sk: 'stav dat',
    hr: 'kvaliteta',
    lt: 'statusas',
    lv: 'statuss',
    ru: 'статус, состояние, качество, признак',
    uk: 'статус, стан, якість',
    he: 'סטטוס',
  },
  count: {
    en:
      'linkquality, link quality, lqi, devices reporting, self sufficiency, autarky, gmtoff, utc offset, ' +
      'total time, connected time, connection time, charge time, charging time, idle time, parking time, ' +
      'session time, run time, outage, outages, downtime, down time, ' +
      'runtime, operating time, operating hours, ' +
      'renewables, count, counts, percent, percentage, pct, speed, ratio, share, duration, length, size, ' +
      'samples, rv1, rv2, ' +
      'rssi, signal, uptime, area, sqft, people, intensity index, efficiency, cop, scop, spf, ' +
      'coefficient of performance',
    de:
      'anzahl, prozent, dauer, arbeitszahl, jahresarbeitszahl, leistungszahl, ladezeit, standzeit, betriebsstunden, ' +
      'anteil, autarkie*, eigenverbrauchsquote, *quote',
    fr: 'duree',
    es: 'porcentaje, duracion',
    pt: 'duracao',
    it: 'durata',
    nl: 'duur',
    da: 'varighed',
    sv: 'varaktighet',
    no: 'varighet',
    fi: 'kesto',
  },
} as const satisfies Record<string, Words>;
