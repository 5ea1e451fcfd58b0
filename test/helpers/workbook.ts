/**
 * Makes Excel workbooks as small as they can be: numbers are numbers, and dates days since 1900 in a format of dates.
 */
import { zipped } from './zip.ts';

export interface SheetOf {
  readonly name: string;
  readonly csv: string;
}

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';

/** @param date1904 whether days are counted from 1904, as on old Macs */
export function workbook(sheets: readonly SheetOf[], date1904 = false): Buffer {
  const types = sheets.map(
    (_, at) =>
      `<Override PartName="/xl/worksheets/sheet${at + 1}.xml" ` +
      `ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>`,
  );
  const names = sheets.map(({ name }, at) => `<sheet name="${name}" sheetId="${at + 1}" r:id="rId${at + 1}"/>`);
  const relations = sheets.map(
    (_, at) => `<Relationship Id="rId${at + 1}" Type="${RELATIONS}/worksheet" Target="worksheets/sheet${at + 1}.xml"/>`,
  );
  return zipped([
    {
      name: '[Content_Types].xml',
      content:
        `${XML}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ` +
        `ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ` +
        `ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ` +
        `ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>` +
        `${types.join('')}</Types>`,
    },
    {
      name: '_rels/.rels',
      content:
        `${XML}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" ` +
        `Type="${RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    },
    {
      name: 'xl/workbook.xml',
      content:
        `${XML}<workbook xmlns="${MAIN}" xmlns:r="${RELATIONS}">` +
        `<workbookPr${date1904 ? ' date1904="1"' : ''}/><sheets>${names.join('')}</sheets></workbook>`,
    },
    {
      name: 'xl/_rels/workbook.xml.rels',
      content:
        `${XML}<Relationships xmlns="${PACKAGE}/relationships">${relations.join('')}<Relationship ` +
        `Id="rId${sheets.length + 1}" Type="${RELATIONS}/styles" Target="styles.xml"/></Relationships>`,
    },
    {
      name: 'xl/styles.xml',
      content:
        `${XML}<styleSheet xmlns="${MAIN}"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="22" ` +
        `applyNumberFormat="1"/></cellXfs></styleSheet>`,
    },
    ...sheets.map(({ csv }, at) => ({
      name: `xl/worksheets/sheet${at + 1}.xml`,
      content: `${XML}<worksheet xmlns="${MAIN}"><sheetData>${rowsOf(csv, date1904)}</sheetData></worksheet>`,
    })),
  ]);
}

function rowsOf(csv: string, date1904: boolean): string {
  return csv
    .trimEnd()
    .split('\n')
    .map((line, row) => {
      const cells = line.split(',').map((cell, column) => cellOf(cell, `${'ABCDEFGH'[column]}${row + 1}`, date1904));
      return `<row r="${row + 1}">${cells.join('')}</row>`;
    })
    .join('');
}

function cellOf(text: string, place: string, date1904: boolean): string {
  if (text === '') return '';
  if (/^-?\d+(\.\d+)?$/.test(text)) return `<c r="${place}"><v>${text}</v></c>`;
  if (/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(text)) {
    const days = Date.parse(`${text.replace(' ', 'T')}Z`) / 86_400_000 + 25_569 - (date1904 ? 1462 : 0);
    return `<c r="${place}" s="1"><v>${days}</v></c>`;
  }
  return `<c r="${place}" t="inlineStr"><is><t>${text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</t></is></c>`;
}
