/** What columns are called that say of each record whether it counts, and what their cells and remarks say. */
import { tokensOf } from './tokens.ts';

const words = (text: string): ReadonlySet<string> => new Set(tokensOf(text));

/** A yes below them takes the record out. */
export const EXCLUDING = words(`
  exclude excluded excluding exclusion ignore ignored skip skipped discard discarded delete deleted removed invalid void
  voided faulty error erroneous reject rejected unusable cancelled canceled
  ausschliessen ausgeschlossen ausschluss ignorieren ignoriert gelöscht ungültig fehler fehlerhaft verwerfen verworfen
  storniert exclu exclure exclue ignorer ignoré supprimé invalide erreur rejeté annulé
  excluir excluido ignorar ignorado eliminado borrado inválido erróneo anulado
  escludi escluso esclusa ignora ignorato eliminato errato annullato
  uitsluiten uitgesloten negeren genegeerd verwijderd ongeldig fout excluído apagado erro`);
/** A no below them takes it out. */
export const INCLUDING = words(`
  valid include included use usable accepted gültig verwenden verwendbar berücksichtigen einbeziehen brauchbar
  valide valable inclure inclus utiliser válido válida incluir incluido usar valido valida includere incluso usare
  geldig gebruiken meenemen`);
/** Words of such a heading that say no more. */
export const OF_RECORDS = words('is has row rows reading value data record flag ist wert messwert zeile');
/** Headings of what people write beside their readings. */
export const REMARKS = words(`
  comment comments remark remarks note notes annotation bemerkung bemerkungen kommentar anmerkung hinweis notiz
  commentaire remarque observations observaciones observación comentario nota note osservazioni commento opmerking
  opmerkingen observação`);

/** Cells in lower case. */
export const YES = ['yes', 'y', 'true', 't', '1', 'x', 'ja', 'j', 'wahr', 'oui', 'o', 'vrai', 'si', 'sí', 'sì', 'sim'];
export const NO = ['no', 'n', 'false', 'f', '0', 'nein', 'falsch', 'non', 'faux', 'não', 'nao', 'nee'];

const LEAVE_OUT = [
  ...['ignored?', 'excluded?', 'discard(?:ed)?', 'invalid', 'void', 'do not (?:use|count)', "don'?t (?:use|count)"],
  ...['nicht (?:verwenden|zählen|berücksichtigen)', 'ignorieren', 'ausschließen', 'ungültig', 'ne pas utiliser'],
  ...['ignorer', 'exclure', 'no usar', 'ignorar', 'excluir', 'non usare', 'ignorare', 'escludere', 'não usar'],
  ...['niet gebruiken', 'negeren'],
].join('|');
/** Regular expressions of DuckDB, for a remark that takes its record out, and for one that says the contrary. */
export const REMARK_LEAVES_OUT = `(?:^|[^\\p{L}])(?:${LEAVE_OUT})(?:[^\\p{L}]|$)`;
export const REMARK_KEEPS =
  "(?:not|never|nicht|don'?t|ne|no|non|niet|não) (?:to |be |zu )?(?:ignore|exclude|discard|invalid|void|" +
  'ignorieren|ausschließen|ungültig|ignorer|exclure|ignorar|excluir|ignorare|escludere|negeren)';
