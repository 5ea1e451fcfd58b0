import { SEVERITIES, type Severity } from '../energy/anomalies.ts';
import { raw } from '../text/html.ts';
import { LAYERS } from './chart/frame.ts';

/** The colours of each severity; the same text is read on white, on black and on paper. */
const SEVERITY_COLOURS = {
  LOW: { light: '#6b7a72', dark: '#9bada4', print: '#555' },
  MEDIUM: { light: '#a26a00', dark: '#e6ad45', print: '#8a5a00' },
  HIGH: { light: '#c2500e', dark: '#ff9757', print: '#a8430a' },
  CRITICAL: { light: '#b01030', dark: '#ff7d95', print: '#9a0d2a' },
} as const satisfies Record<Severity, Record<'light' | 'dark' | 'print', string>>;

const severities = (text: (severity: Severity, name: string) => string, between: string) =>
  SEVERITIES.map((each) => text(each, `--${each.toLowerCase()}`)).join(between);
const colours = (scheme: 'light' | 'dark' | 'print') =>
  severities((each, name) => `${name}:${SEVERITY_COLOURS[each][scheme]}`, ';');

/** The page's only style. Colours are named once; text keeps a contrast of 4.5 to 1 or more in both schemes. */
export const STYLE = raw(`
:root{color-scheme:light dark;--paper:#f6f7f4;--card:#fff;--ink:#17211c;--muted:#586760;--line:#e0e5df;--soft:#eef2ec;
--use:#0b7a66;--gen:#c98a06;--gen-ink:#8a5d00;--alert:#c2361b;--alert-soft:#fdeeea;--warn-soft:#fff5dc;
--warn-line:#e8c766;
${colours('light')}}
@media (prefers-color-scheme:dark){:root{--paper:#0f1412;--card:#171e1b;--ink:#e8eeea;--muted:#9bada4;--line:#2a3530;
--soft:#1f2824;
--use:#35c2a4;--gen:#f0b93a;--gen-ink:#f0b93a;--alert:#ff8266;--alert-soft:#33201b;--warn-soft:#2f2814;
--warn-line:#6e5a1e;
${colours('dark')}}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:var(--paper);color:var(--ink);
font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;
font-variant-numeric:tabular-nums}
main{max-width:1040px;margin:0 auto;padding:40px 24px 64px}
h1{font-size:clamp(1.7rem,4.6vw,2.6rem);line-height:1.15;letter-spacing:-.02em;margin:4px 0 8px;
overflow-wrap:anywhere}
h2{font-size:1.3rem;letter-spacing:-.01em;margin:0 0 4px}
h3{font-size:1rem;margin:0 0 6px}
p{margin:0 0 12px}
.eyebrow{color:var(--use);font-weight:650;font-size:.82rem;letter-spacing:.09em;text-transform:uppercase;margin:0}
.lead{color:var(--muted);margin:0}
.hint{color:var(--muted);font-size:.92rem;max-width:72ch}
section,.figures{margin-top:28px}
section{background:var(--card);border:1px solid var(--line);border-radius:14px;padding:24px}
.figures{display:flex;flex-wrap:wrap;gap:14px;margin-bottom:0}
.figure{background:var(--card);border:1px solid var(--line);border-radius:14px;padding:16px 18px;margin:0;
flex:1 1 205px}
.figure dt{color:var(--muted);font-size:.88rem}
.figure dd{margin:2px 0 0;font-size:1.55rem;font-weight:680;letter-spacing:-.02em;line-height:1.25;
overflow-wrap:anywhere}
.figure dd small{display:block;font-size:.84rem;font-weight:400;letter-spacing:0;color:var(--muted);line-height:1.4}
.notes{color:var(--muted);font-size:.84rem;line-height:1.45;margin:12px 0 0;padding:0;list-style:none;max-width:84ch}
.notice{background:var(--warn-soft);border:1px solid var(--warn-line);border-radius:14px;padding:14px 18px;
margin-top:20px}
.notice p{margin:0}
.legend{display:flex;flex-wrap:wrap;gap:4px 18px;color:var(--muted);font-size:.88rem;margin:6px 0 10px;padding:0;
list-style:none}
.legend i{display:inline-block;width:12px;height:12px;border-radius:3px;margin-right:6px;vertical-align:-1px}
.legend .k-use{background:var(--use)}.legend .k-gen{background:var(--gen)}
.legend .k-ahead{background:var(--use);opacity:.38}.legend .k-ahead-gen{background:var(--gen);opacity:.4}
.legend .k-mark{background:var(--alert);border-radius:50%;width:8px;height:8px;margin-left:2px;vertical-align:1px}
svg.chart{display:block;width:100%;height:auto;overflow:visible}
svg.narrow{display:none}
svg text{font-size:12px;fill:var(--muted)}
svg .name{fill:var(--ink);unicode-bidi:isolate}
.grid line{stroke:var(--line)}.grid .zero{stroke:var(--muted);stroke-opacity:.55}
svg .consumption{fill:var(--use)}svg .generation{fill:var(--gen)}
svg .soft{fill-opacity:.5}svg .ahead{fill-opacity:.34}
svg .interval{stroke:var(--ink);stroke-opacity:.55;stroke-width:1.4;fill:none}
svg .mark{fill:var(--alert)}
svg .zone{fill-opacity:.16}svg .poor{fill:var(--alert)}svg .fair{fill:var(--gen)}svg .good{fill:var(--use)}
svg .share-value{fill:var(--ink)}
.legend .k-poor{background:var(--alert)}.legend .k-fair{background:var(--gen)}.legend .k-good{background:var(--use)}
${LAYERS.map((each) => `.without-${each} .${each}`).join(',')}{display:none}
svg .on{stroke:var(--ink);stroke-width:1.5}
.legend button{font:inherit;color:inherit;background:none;border:0;padding:0;cursor:pointer}
.legend [aria-pressed=false]{text-decoration:line-through;opacity:.75}
.tools{margin:6px 0 0;text-align:right}
.tools button{font:inherit;font-size:.82rem;color:var(--muted);background:none;border:1px solid var(--line);
border-radius:8px;padding:3px 10px;cursor:pointer}
.tip{position:fixed;left:0;top:0;max-width:min(320px,90vw);padding:5px 10px;border-radius:8px;background:var(--ink);
color:var(--paper);font-size:.84rem;line-height:1.35;pointer-events:none;overflow-wrap:anywhere}
.tip:empty{visibility:hidden}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:.92rem}
th,td{text-align:left;padding:7px 14px 7px 0;border-bottom:1px solid var(--line);vertical-align:top}
th{color:var(--muted);font-weight:550;white-space:nowrap}
tbody th{color:var(--ink);white-space:normal;overflow-wrap:anywhere;min-width:8em}
.n{text-align:right;white-space:nowrap}.t{min-width:6.2em}
tr>:last-child{padding-right:0}
tbody tr:last-child>*{border-bottom:0}
.share{display:block;background:var(--soft);border-radius:5px;height:10px;width:100%;min-width:90px;margin-top:8px}
.sev{font-weight:650;font-size:.8rem;letter-spacing:.03em;white-space:nowrap}
.sev::before{content:"";display:inline-block;width:8px;height:8px;border-radius:50%;background:currentColor;
margin-right:6px}
${severities((each, name) => `.${each}{color:var(${name})}`, '')}
.chips{display:flex;flex-wrap:wrap;gap:6px 22px;margin:6px 0 14px;padding:0;list-style:none}
.cards{display:grid;grid-template-columns:repeat(auto-fill,minmax(270px,1fr));gap:14px;margin:12px 0 22px}
.cards:last-child{margin-bottom:0}
.card{background:var(--soft);border-radius:12px;padding:16px 18px}
.card p{font-size:.95rem;margin:0}
.card .gain{margin-top:10px;font-size:.88rem;font-weight:650;color:var(--use)}
pre{background:var(--soft);border-radius:10px;padding:12px 14px;overflow-x:auto;margin:8px 0 14px;font-size:.86rem}
code,.mono{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;font-size:.9em;
overflow-wrap:anywhere}
.together+.together,.plot+.together{margin-top:26px}
details{margin-top:12px}
summary{cursor:pointer;color:var(--muted);font-size:.9rem}
details[open] summary{margin-bottom:8px}
a{color:var(--use)}
:focus-visible{outline:2px solid var(--use);outline-offset:2px;border-radius:4px}
footer{margin-top:28px;color:var(--muted);font-size:.86rem}
footer dl{display:grid;grid-template-columns:max-content 1fr;gap:2px 16px;margin:0}
footer dd{margin:0;overflow-wrap:anywhere}
@media (max-width:640px){main{padding:24px 14px 40px}section{padding:18px 16px}svg.wide{display:none}
svg.narrow{display:block}
.figures{gap:10px}.figure{padding:12px 14px;flex-basis:140px}.figure dd{font-size:1.25rem}
th,td{padding-right:10px}.optional{display:none}}
@media print{:root{color-scheme:light;--paper:#fff;--card:#fff;--ink:#111;--muted:#444;--line:#ccc;--soft:#f1f3f0;
--use:#0b7a66;--gen:#c98a06;
--gen-ink:#8a5d00;--alert:#c2361b;${colours('print')};--warn-soft:#fff;
--warn-line:#a80}
@page{size:A4;margin:14mm}
body{font-size:10.5pt;-webkit-print-color-adjust:exact;print-color-adjust:exact}
main{max-width:none;padding:0}section{border:0;border-top:1px solid var(--line);border-radius:0;padding:14px 0 0;
margin-top:16px}
svg.wide{display:block}svg.narrow{display:none}.tools,.tip{display:none}.optional{display:table-cell}
.figures{gap:8px}.figure{flex-basis:22%;padding:8px 12px}.figure dd{font-size:1.15rem}
svg.chart,.card,.figure,tr,.notice,.together,pre{break-inside:avoid}
h2,h3,.hint,.legend{break-after:avoid}p,li,table:not(:has(tr:nth-child(13))){break-inside:avoid}
details:not([open]){display:none}
.scroll{overflow:visible}table{font-size:8.6pt}th,td{padding:5px 9px 5px 0}.share{min-width:60px;margin-top:5px}
.t{white-space:nowrap}.cards{grid-template-columns:repeat(3,1fr);gap:8px}.card{padding:10px 12px}
.card p{font-size:9pt}
pre{white-space:pre-wrap}}
`);
