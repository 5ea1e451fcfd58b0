/** Words that say how an energy was measured, and of what. Notation as in flow-words.ts. */
import type { Words } from './languages.ts';

export const MEASURED_WORDS = {
  energy: {
    en:
      'energy, electricity, elec, electric, electrical, active, act, active energy, real, kwh, meter, ' +
      'metering, submeter, ' +
      'measured, value, values, state, read, reading, readings, volume, quantity, amount of energy, ' +
      'power consumption, counter change, e, wp, ep, final, validated, revised, corrected, realised, realized',
    de:
      'energie*, strom*, wirkarbeit, wirkenergie, wert, messwert, *messwert, menge, *energiemenge, arbeit, ' +
      'elektrisch*, *arbeit, zahler, zahleranderung, wirk*, vorschub, ' +
      'endgultig, endgultige, ist, istwert, validiert, bereinigt',
    fr:
      'energie, electricite, valeur, active, electrique, ' +
      'mesure, modification du compteur, definitif, definitive, realise, realisee',
    nl:
      'energie, elektriciteit, stroom, waarde, actief, electriciteit, ' +
      'teller, *teller, meter, definitief, definitieve, gerealiseerd, gemeten',
    es:
      'energia, electricidad, valor, activa, electrica, ' +
      'lectura de consumo, definitiva, definitivo, validada, medida',
    pt: 'energia, eletricidade, valor, ativa, registado, registo, eletrica, definitivo, realizado, medida',
    it:
      'energia, elettricita, valore, attiva, elettrica, ' +
      'definitivo, definitiva, consuntivo, effettivo, effettiva, misurata',
    da: 'energi, maengde, vaerdi, aktiv, mangde, el, endelig, realiseret, malt',
    sv: 'energi, varde, aktiv, el, mangd, slutlig, utfall, matt',
    no: 'energi, verdi, aktiv, mengde, strom, endelig, faktisk, malt',
    fi: 'energia, sahko, maara, arvo, sahkon*',
    pl:
      'energia, energii, wartosc, ilosc, czynna, czynnej, aktywna, ' +
      'elektryczna, elektrycznej, licznik, licznika, wykonanie, ostateczne, rzeczywiste, zmierzone',
    cs:
      'energie, elektrina, hodnota, mnozstvi, cinna, cinne, ' +
      'aktivni, elektromer, elektromeru, konecna, skutecnost, skutecna',
    et: 'energia, elekter, kogus, vaartus, elektri*',
    sl: 'energija, energije, energijo, elektrika, vrednost, kolicina, delovna, delovne, stevec',
    ja: '*電力量*, *電気*, *電力*',
    hu: 'energia, aram, villamos, ertek, hatasos, aktiv, mero, meroora',
    tr: 'enerji, elektrik, deger, aktif',
    el: '*ενεργεια*, *ηλεκτρ*, *τιμη*',
    zh: '*电量*, *電量*, *电能*',
    ko: '*전력량*, *전기*',
    ro: 'energie, energia, electrica, activa',
    sk: 'energia, energie, elektrina, elektriny, cinna, aktivna, elektromer, elektromera, mnozstvo, hodnota',
    hr: 'energija, energije, elektricna, radna',
    lt: 'energija, energijos, elektros, aktyvioji, kiekis, reiksme',
    lv: 'energija, elektroenergija, aktiva, daudzums',
    ru: 'энергия, энергии, электроэнергия, электроэнергии, активная, активной, значение',
    uk: 'енергія, енергії, електроенергія, електроенергії, активна, активної',
    bg: 'енергия, електроенергия, активна',
    he: 'אנרגיה, חשמל',
    ar: 'الطاقة, طاقة, الكهرباء',
    hi: 'ऊर्जा, बिजली',
    th: '*พลังงาน*, *ไฟฟ้า*',
    vi: 'dien nang, dien, san luong',
    id: 'energi, listrik',
    ca: 'energia, activa',
  },
  power: {
    en: 'power, p, active power, power active, demand, dmd, wattage, load, watts, pac, ppv, pdc, pdem, p avg',
    de: '*leistung*, lastgang',
    fr: 'puissance, puissances',
    nl: 'vermogen',
    es: 'potencia, demanda',
    pt: 'potencia',
    it: 'potenza',
    da: 'effekt',
    sv: 'effekt',
    no: 'effekt',
    fi: 'teho',
    pl: 'moc',
    cs: 'vykon',
    et: 'voimsus',
    sl: 'moc',
    hu: 'teljesitmeny',
    tr: 'guc',
    el: '*ισχυ*',
    zh: '*功率*',
    ko: '*출력*',
    ro: 'putere',
    sk: 'vykon',
    hr: 'snaga',
    lt: 'galia',
    lv: 'jauda',
    ru: 'мощность',
    uk: 'потужність',
    bg: 'мощност',
    he: 'הספק',
    ar: 'القدرة',
    th: '*กำลังไฟฟ้า*',
    vi: 'cong suat',
    id: 'daya',
  },
  register: {
    en:
      'meter reading, meterreading, register reading, register read, register value, registerreadvalue, register, ' +
      'counter, cumulative, cumulated, accumulated, lifetime, odometer, index, running total, ' +
      'total increasing, stand, closing read',
    de: '*zahlerstand*, zahlerstande, stand, *stande, zahlwerk, kumuliert*',
    fr: 'index, indice, cumul, cumulee, compteur',
    nl: 'stand, standen, *meterstand*, tellerstand, *standen, dagstand*, nachtstand*, beginstand, eindstand',
    es: 'lectura, lecturas, contador, acumulada, acumulado, estado anterior, estado actual',
    pt: 'leitura, leituras, acumulada, acumulado',
    it: 'lettura, letture, cumulata',
    da: 'malerstand, aflaesning, malervisning, tallerstand',
    sv: 'matarstallning, matarvarde',
    no: 'malerstand, malerverdi',
    fi: 'lukema, mittarilukema, lukemat',
    pl: 'odczyt, odczyty, stan, stan licznika, licznik',
    cs: 'stav, odecet, stav elektromeru',
    et: 'nait, naidud, arvestinait',
    sl: 'stanje, odbirek, stevcno stanje',
    ja: '*指針*, *積算*',
    hu: 'meroallas, oraallas',
    tr: 'endeks',
    el: '*ενδειξ*',
    zh: '*示数*, *表底*, *读数*',
    ko: '*지침*, *누적*',
    ro: 'citire, index contor',
    sk: 'stav, odpocet, stav elektromera',
    hr: 'stanje, stanje brojila',
    lt: 'rodmenys, rodmuo, skaitiklio rodmenys',
    lv: 'radijums, skaititaja radijums',
    ru: 'показания, показание',
    uk: 'показання, показник, показники',
    bg: 'показание',
    he: 'קריאת מונה, קריאה',
    th: '*เลขอ่าน*',
    vi: 'chi so',
    id: 'stand meter',
  },
  today: {
    en: 'day sum, daysum, daily sum, today, daily counter, day counter, this day, this month, monthly counter',
    de: 'heute, tageszahler',
    fr: 'aujourdhui, du jour',
    nl: 'vandaag',
    es: 'hoy',
    pt: 'hoje',
    it: 'oggi',
    da: 'i dag',
    sv: 'idag',
    no: 'i dag',
    pl: 'dzisiaj, dzis',
    cs: 'dnes',
  },
  tariff: {
    en:
      'peak, offpeak, off peak, onpeak, on peak, mid peak, part peak, off, shoulder, tariff, night, day, low, ' +
      'high, normal, rate, t1, ' +
      't2, t3, t4, tou, ht, nt, period, uncontrolled, controlled, anytime, ' +
      'general, standard, un uncontrolled, cn controlled, in inclusive, inclusive',
    de: 'ht, nt, hochtarif, niedertarif, tag, nacht, tarif, hoch, nieder',
    fr:
      'hp, hc, heures pleines, heures creuses, base, pleines, creuses, ' +
      'jour, nuit, tarif, hchc, hchp, ejphn, ejphpm, ' +
      'bbrhcjb, bbrhpjb, bbrhcjw, bbrhpjw, bbrhcjr, bbrhpjr',
    nl: 'dal, normaal, laag, hoog, nacht, dag, tarief, piek, dagstand*, nachtstand*, dagteller*, nachtteller*',
    es: 'punta, llano, valle, p1, p2, p3, p4, p5, p6',
    pt: 'vazio, ponta, cheias',
    it: 'f1, f2, f3, fascia',
    cs: 'vt, nt',
    pl: 'strefa, dzienna, nocna',
    sl: 'vt, mt, et',
    ro: 'noapte',
    ru: 'пик, полупик, ночь, день, тариф',
    uk: 'пік, напівпік, ніч, день, тариф',
    lt: 'diena, naktis',
    lv: 'diena, nakts',
    vi: 'cao diem, thap diem, binh thuong',
  },
  filler: {
    en:
      'the, of, for, per, interval, ac, data, hourly, daily, monthly, half, hour, hours, quarter, minute, minutes, ' +
      'avg, average, mean, and, by, ph, phase, actual, system, period, year, site, location, point, phases, ' +
      'not yet, already, billed, unbilled, fase, fases, fas, fasa, faza, faze, vaihe, ' +
      'each, profile, overview, monitor, entity, column, customer, users, dutch',
    de:
      'in, der, die, das, und, am, im, viertelstunde, stunde, stundlich, taglich, ' +
      'tages*, mittel, mittelwert, originalauflosung*, auflosung, monats*, lt, laut, messung, gem, gemass',
    fr: 'la, le, les, en, l, d, quotidienne, horaire, moyenne, par, atteinte',
    nl: 'de, het, per, uur, kwartier',
    es: 'la, el, los, del, por, hora, horaria, media',
    pt: 'a, o, os, por, horario',
    it: 'di, il, la, oraria, oraria',
    da: 'pr, time',
    sv: 'per, timme',
    fi: 'tunti',
    pl: 'na, godzina',
    sl: 'na, ura',
    he: 'בקוטש, קוטש, של, ב',
  },
  /** What is left of the directions of an hour when they are set off against each other: it is billed. */
  after_balancing: {
    en: 'after balancing, after netting, balanced',
    de: 'nach saldierung, nach bilanzierung',
    pl: 'po zbilansowaniu, po bilansowaniu, zbilansowana, zbilansowane, po saldowaniu',
    cs: 'po bilancovani',
  },
  /** What a meter counts in both directions of one hour, before they are set off against each other. */
  before_balancing: {
    en: 'before balancing, before netting, unbalanced',
    de: 'vor saldierung, vor bilanzierung',
    pl: 'przed bilansowaniem, przed zbilansowaniem, niezbilansowana, przed saldowaniem',
    cs: 'pred bilancovanim',
  },
  dc: {
    en:
      'dc, ppv, pdc, epv, edc, mppt, mpp, strings, string 1, string 2, string 3, string 4, ' +
      'string1, string2, string3, string4',
  },
  appliance: {
    en:
      'heat pump, water heater, hot water, boiler, charger, charging station, ev charger, wallbox, car charger, ' +
      'hot water tank, heater, heating, air conditioner, aircon, current transformer, gas boiler, water pump, ' +
      'pool pump, electric vehicle, vehicle, ev, car, heat tape, heat trace, heat tracing, heat cable, ' +
      'heat lamp, heat lamps, heat mat, heat gun, heat strip, heat strips, heat press, heat sealer, heat curtain, ' +
      'heat recovery, thermal printer, thermal imager, steam oven, steam iron, steam shower, steam room, ' +
      'steam generator, steam cleaner',
    de:
      '*warmepumpe*, warmwasser*, wasserpumpe, ladestation, wallbox, elektroauto, heizstab, heizung, ' +
      'warmwasserboiler, gasheizung, gastherme',
    fr: 'pompe a chaleur, chauffe eau, chauffage, borne',
    nl: 'warmtepomp*, laadpaal',
    es: 'bomba de calor, termo',
    it: 'pompa di calore, pompe di calore',
    ro: 'pompa de caldura',
    hr: 'toplinska pumpa, dizalica topline',
    lt: 'silumos siurblys',
    ru: 'тепловой насос',
    uk: 'тепловий насос',
    da: 'varmepumpe*',
    sv: 'varmepump*',
    no: 'varmepumpe*',
    fi: 'lampopumppu*',
    pl: 'pompa ciepla',
    cs: 'tepelne cerpadlo',
    et: 'soojuspump*',
    sl: 'toplotna crpalka',
  },
  /** Machines and rooms, which use energy whatever the words before them say: `Solar pump`, `Battery room`. */
  consumer: {
    en:
      'pump, pumps, rack, racks, conveyor, compressor, fan, ' +
      'fans, oven, freezer, fridge, dryer, washer, elevator, lift, ' +
      'chargers, room, rooms, lab, laboratory, ' +
      'department, dept, storage heater, storage heaters, network, network rack, ' +
      'battery charger, battery chargers, storage room, ' +
      'storage tank, production line, production lines, assembly line',
    de:
      '*pumpe, *pumpen, *ofen, *schrank, *raum, *raume, *keller, *buro, *labor, *abteilung, *maschine, *maschinen, ' +
      '*presse, *trockner, *kompressor, *lufter, *kuhlung, warmwasserspeicher, pufferspeicher, warmespeicher, ' +
      'nachtspeicher, nachtspeicherheizung, nachtspeicherheizungen, ' +
      'nachtspeicherofen, speicherheizung, kaltespeicher, ' +
      'netzwerk, netzwerkschrank, netzteil, netzteile, *ladegerat, *ladegerate, produktionslinie, produktionsanlage',
    fr:
      'pompe, compresseur, four, armoire, bureau, ' +
      'bureaux, laboratoire, salle, local, chargeurs, ligne de production, ' +
      'accumulateur de chaleur, ballon',
    nl: '*pomp, *pompen, *oven, *kast, *ruimte, *kantoor, *kelder, boiler, productielijn, netwerk, netwerkkast',
    es: 'bomba, bombas, compresor, horno, armario, oficina, oficinas, sala, laboratorio, linea de produccion',
    pt: 'bomba, bombas, compressor, forno, armario, escritorio, sala, laboratorio, linha de producao',
    it: 'pompa, pompe, compressore, forno, armadio, ufficio, uffici, sala, laboratorio, linea di produzione, reparto',
    da: '*pumpe, *rum, *ovn, *kontor, *skab, netvaerk, produktionslinje',
    sv: '*pump, *rum, *ugn, *kontor, *skap, natverk, produktionslinje',
    no: '*pumpe, *rom, *ovn, *kontor, *skap, nettverk, produksjonslinje',
    pl: 'pompa, pompy, piec, biuro, sala, sprezarka, linia produkcyjna',
    cs: 'cerpadlo, pec, kancelar, mistnost, kompresor, vyrobni linka',
  },
  /** Places in which goods are made, or on whose roofs there are panels: `Production hall 2`. */
  hall: {
    en: 'hall, workshop, factory, works, area, unit, shop floor',
    de: '*halle, *hallen, *werkstatt, fertigung, werk, linie',
    fr: 'atelier, ateliers, usine, hall, hangar',
    nl: '*hal, *hallen, werkplaats, fabriek, lijn',
    es: 'nave, naves, taller, fabrica, linea',
    pt: 'galpao, pavilhao, oficina, fabrica, linha',
    it: 'capannone, officina, stabilimento, fabbrica, linea',
    da: '*hal, vaerksted, fabrik, linje',
    sv: '*hall, verkstad, fabrik, linje',
    no: '*hall, verksted, fabrikk, linje',
    pl: 'hala, hale, warsztat, fabryka, linia',
    cs: 'hala, dilna, tovarna, linka',
  },
} as const satisfies Record<string, Words>;
