/** Names of columns of times and of names, which say when a reading was taken and whose it is. */

import { tokensOf } from './tokens.ts';

/** Lists are written as running text, so that they can be read. */
function words(text: string): string[] {
  return text.trim().split(/\s+/);
}

/** Names are compared in lower case, without accents, spaces, punctuation and a unit in brackets. */
const TIME_NAMES = {
  timestamp: words(`
    timestamp time datetime ts dateandtime datetimelocal localtime readat readingtime readingdate
    readingdatetime datetimeutc timeutc utc timestamputc fechahora zeitstempel horodate datumzeit
    datetimestamp timestamplocal datumuhrzeit`),
  start: words(`
    start from starttime startdate startdatetime intervalstart intervalbegin begin begintime von ab desde
    startplugin plugintime connectiontime connectiontimestamp
    debut periodstart intervalstarttime intervalstartdatetime starttimestamp usagestarttime readingstart
    beginn datumvon zeitvon begindate begindatum fromdate fromtime vanaf vanafdatum vanaftijd fra fradato
    fratid algus algusaeg alkuaika ajast casod od odkdy inicio fechainicio datainicio inizio dal
    zacetek debutdate datededebut starttid billstart billstartdate billingstart billingstartdate
    billingperiodstart billfrom periodfrom servicefrom servicestart servicestartdate readfrom
    startts utctransactionstart transactionstart sessionstart sessionstarted chargestart chargingstart plugin
    started startedat startedon startat startzeit startdatum ladebeginn ladestart connected`),
  end: words(
    `
    end to endtime enddate enddatetime intervalend bis hasta fin periodend intervalending intervalendtime
    intervalenddatetime endtimestamp hourending readingend readdateandendtime usageendtime ` +
      `ende datumbis zeitbis periodending
    untildate untiltime until todate totime tot totdatum tottijd til tildato tiltid lopp loppaeg loppuaika
    paattyy casdo do dokdy datafim fechafin fine al konec datefin datedefin sluttid billend billenddate
    billingend billingenddate billingperiodend billto periodto serviceto serviceend serviceenddate readto
    endts utctransactionstop transactionstop sessionend sessionended
    chargeend chargingend ended endedat endedon endat endzeit enddatum ladeende stop stopped stoptime
    finished finishedat disconnected endplugout plugout plugouttime disconnecttime`,
  ),
  date: words(`
    date day fecha datum tag usagedate intervaldate readdate settlementdate localdate data giorno jour`),
  time: words(`
    time timeofday hour hora uhrzeit zeit heure ora starttime localtime intervalstart readtime`),
  hour: words(`
    hour hora he hr hrend hrending hourend hourending
    hournumber stunde heure ora period interval slot settlementperiod hourofday
    periodo horadesde horainicio stundevon vonstunde hourfrom fromhour hourstart starthour godzina
    godzinadoby nrgodziny godz hodina ura tunti tund timme
    quartodehora quartohorario cuartodehora cuartohorario cuartohora quartdheure quarter quarterhour quarternumber
    kwartier kwartiernummer viertelstunde kvart kvarter kwadrans`),
};
export type TimeName = keyof typeof TIME_NAMES;

/** Dates on which a period is over: that of a bill, and that on which a meter was read. */
const CLOSING_DATES = words(`
  billdate billingdate invoicedate statementdate datebilled readdate readingdate meterreaddate meterreadingdate
  rechnungsdatum abrechnungsdatum ablesedatum zahlerablesung datefacture datedefacture datedelafacture datereleve
  datedereleve factuurdatum opnamedatum meteropname fechafactura fechadefactura fechalectura fechadelectura
  datafattura datalettura datadaleitura datadafatura fakturadatum avlasningsdatum fakturadato afregningsdato
  laskunpaivays datafaktury dataodczytu datumfaktury datumodectu`);

/** Whether what stands beside such a date was used before it. */
export function closesPeriod(name: string): boolean {
  return CLOSING_DATES.includes(canonical(name));
}

/** Which of several records of one time came later. */
const VERSION_NAMES = words(`
  version versionno versionnumber versione versao versie wersja verze versio verzia verzija verzio versija
  versjon versjonsnummer fassung revisione revisao revisie rewizja revize revizija
  datapubblicazione datapublicacao fechapublicacion datepublication veroffentlichtam erstelltam geandertam
  aktualisiertam revision rev revisiondate revisiontime revisiondatetime revisedat created
  createdat createdon creationdate creationtime updated updatedat lastupdate lastupdated
  modified modifiedat lastmodified received receivedat receivedon insertedat importedat`);

export function isVersionName(name: string): boolean {
  return VERSION_NAMES.includes(canonical(name));
}

/** Columns of names that people have, or gave: no word in them says what flows. */
const PEOPLE_NAMES = words(`
  tenant tenantname lessee renter occupant resident customername client clientname company companyname firm shop
  shopname store storename address street streetaddress propertyaddress mieter mietername kunde kundenname firma
  unternehmen laden geschaft adresse anschrift strasse bewohner eigentumer locataire societe entreprise magasin
  inquilino cliente empresa tienda direccion azienda negozio indirizzo inquilina klant huurder bedrijf winkel adres
  straat loja endereco lejer hyresgast leietaker`);

export function namesPeople(name: string): boolean {
  const wanted = canonical(name);
  return PEOPLE_NAMES.includes(wanted) || wanted === 'customer';
}

const ID_NAMES = {
  appliance: [
    ...words(`
    appliance appliancename devicename circuitname channelname metername sensorname entityname seriesname
    friendlyname name entity device circuit channel equipment load meter sensor series tag entityid
    statisticid meterid
    measurand meternumber metercode meterserial meterserialnumber deviceid deviceidentification
    channelid type sensorid nmi cups mpan
    pod ean esiid prm pdl servicepoint id zaehler zahler zaehlpunkt zahlpunkt malo melo lclid
    householdmeter unitid inverter inv wr wechselrichter inverterid
    meternr customer customerid accountnumber mprn eancode
    eancodeasn topic varname variablename tagname point pointid pointname malepunktsid malepunktid
    mittauspisteentunnus
    measurementpoint meteringpoint meteringpointid object objet objekt objeto oggetto objectname
    anlagennummer contador contrat meternummer
    meterno zahlernummer zaehlernummer zahlernr zaehlernr zahlerid zahlerbezeichnung zahlername messstelle messpunkt
    numerocompteur numerodecompteur nocompteur matricule matricola numerocontatore numerocontador numerodecontador
    numeromedidor numerodemedidor nrlicznika numerlicznika cisloelektromeru matarid matarnummer malernummer malernr
    toestel apparaat apparat appareil dispositivo aparelho laite seade naprava uredaj keszulek cihaz spotrebic
    serviceagreement serviceagreementid serviceagreementnumber contractid contractnumber vertragsnummer
    verbraucher room roomname raum zimmer plug plugname plugid
    chargepoint chargepointid chargerid chargername wallbox stationname stationid connector connectorid evse
    evseid port
    mittarinumero sayacno merogyariszam merogyariszama meroszam meroszama
    nutzeinheit wohneinheit wohnung flat apartment appartement logement`),
    ...PEOPLE_NAMES,
  ],
  site: words(`
    siteid sitekey site building buildingid home homeid house houseid location plant plantid sitename buildingname
    gebaude liegenschaft edificio batiment gebouw
    household householdid premise premiseid property dataid campus campusid campuskey`),
  unit: words(`
    um udm unitadimisura unidaddemedida unidadedemedida jednostkamiary mernajednotka unit units usageunits
    usageunit uom unitofmeasure unitofmeasurement einheit masseinheit unidad unidade
    unite eenheid unita
    maleenhed enhed enhet yksikko yksikkotyyppi jednostka jednotka uhik enota`),
  zone: words(`
    timezone tz zeitzone tzname ianatimezone localtimezone timezonename timezoneid zonaoraria zonahoraria`),
  measure: words(`
    measure direction flow flowdirection register registerid registercode nmisuffix suffix registername obis obiscode
    kind readingtype readtype metertype congen rodzaj richtung sens sentido direzione riktning retning suunta
    smer suund
    consumptionsurplusgeneration energytype energierichtung zahlwerk registre grandezza grandeur grootheid
    grandeurmetier messgrosse
    magnitud medium medien sparte commodity energieart energietrager geraet gerat gerateart`),
};
export type IdName = keyof typeof ID_NAMES;

export function canonical(name: string): string {
  return plain(name)
    .replace(/[[(]\s*([kmg]?wh?)\s*[\])]/g, '$1')
    .replace(/[^a-z0-9]+/g, '');
}

/** Lower case, and letters without their accents. */
export function plain(name: string): string {
  return name.trim().normalize('NFKD').replace(/\p{M}/gu, '').replaceAll('ß', 'ss').toLowerCase();
}

const has = (list: readonly string[], name: string): boolean => list.includes(name);

/** `Local Time at End of Hour`, `Time (interval end)`. */
const SAYS_END = /\bend of (?:the )?(?:hour|interval|period)\b|\b(?:interval|period) end(?:ing)?\b/;

/** `INTERVAL_END_UTC` is an end, on a clock of its own. */
const CLOCK_BEHIND = /(?:utc|gmt|local)$/;

export function isTimeName(name: string, kind: TimeName): boolean {
  const own = canonical(name);
  if (has(TIME_NAMES[kind], own)) return true;
  return kind === 'end' && (has(TIME_NAMES.end, own.replace(CLOCK_BEHIND, '')) || SAYS_END.test(plain(name)));
}

/** Whether a name is one of a time of any kind. */
export function namesTime(name: string): boolean {
  const wanted = canonical(name);
  return Object.values(TIME_NAMES).some((names) => has(names, wanted)) || isTimeName(name, 'end');
}

/**
 * @param numbers whether the column holds them: a device's power in a column "load" is a value, its name in one is
 *   an id
 * @returns which identifier the name is; the earlier in the list, the closer
 */
export function idNameOf(name: string, numbers = false): { kind: IdName; rank: number } | undefined {
  const wanted = canonical(name);
  if (numbers && wanted === 'load') return undefined;
  for (const kind of ['site', 'unit', 'measure', 'zone', 'appliance'] as const) {
    const names = ID_NAMES[kind];
    const rank = names.indexOf(wanted);
    if (rank >= 0) return { kind, rank };
  }
  return undefined;
}

/** `Use UOM`, `unit0`: a column of units, which says whose they are as well. */
export function namesUnits(name: string): boolean {
  const [last = ''] = tokensOf(name).slice(-1);
  return [name, last.replace(/\d+$/, '')].some((each) => idNameOf(each)?.kind === 'unit');
}

/** What stands in place of a time where a line closes a table with its sums. */
const CLOSING_WORDS = [
  '(?:grand |sub)?tot(?:al(?:es|e|i|t|s)?|aal)',
  ...['summen?', 'summa', 'suma', 'sum', 'somme', 'soma', 'gesamt(?:summe)?', 'insgesamt', 'i alt', 'samtals'],
  ...['razem', 'celkem', 'spolu', 'skupaj', 'ukupno', 'skupno', 'kopā', 'iš viso', 'kokku', 'yhteensä', 'guztira'],
  ...['(?:mind)?összesen', 'toplam', 'gjithsej', 'jumlah', 'tổng(?: cộng)?'],
  ...['итого', 'всего', 'разом', 'всього', 'усього', 'общо', 'укупно', 'вкупно', 'σύνολο', 'συνολο'],
  ...[
    '合計',
    '合计',
    '总计',
    '總計',
    '总和',
    '總和',
    '小計',
    '小计',
    '합계',
    '총계',
    '총합',
    '소계',
    'รวม(?:ทั้งหมด|ทั้งสิ้น)?',
  ],
  ...['סה["״]?כ', 'المجموع', 'مجموع', 'الإجمالي', 'إجمالي', 'कुल', 'योग'],
];
/** Of the lines that stand below such a sum, or in its place. */
const STATISTIC_WORDS = [
  ...['average', 'avg\\.?', 'mean', 'moyenne', 'mittel(?:wert)?', 'durchschnitt', 'media', 'promedio', 'm[eé]dia'],
  ...[
    'gemiddelde?',
    'gennemsnit',
    'medel(?:värde)?',
    'gjennomsnitt',
    'snitt',
    'keskiarvo',
    '[sś]rednia',
    'pr[uů]m[eě]r',
  ],
  ...['priemer', 'povpre[cč]je', 'prosjek', '[aá]tlag', 'ortalama', 'keskmine', 'vidurkis', 'vid[eē]jais', 'среднее'],
  ...['середнє', 'средно', 'μέση τιμή', '平均(?:値|值)?', '평균', 'ค่าเฉลี่ย'],
  ...[
    'max(?:\\.|imum|imal|imo|ima|imale)?',
    'maks(?:\\.|imum|imi|imalna)?',
    'm[aá]xim[oa]',
    'massim[oa]',
    'höchst(?:wert)?',
  ],
  ...[
    'min(?:\\.|imum|imal|imo|ima|imale|imi|imalna)?',
    'm[ií]nim[oa]',
    'tiefst(?:wert)?',
    '最大(?:値|值)?',
    '最小(?:値|值)?',
  ],
];
/** How such a line begins, in JavaScript and in SQL; it is no reading. */
export const CLOSING_LINE = `^\\s*(?:${[...CLOSING_WORDS, ...STATISTIC_WORDS].join('|')})(?:\\s.*)?[:：]?\\s*$`;
