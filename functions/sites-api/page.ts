/** A page that shows the API's own description and tries it: no library, and nothing from elsewhere. */
import { html, raw } from '../../shared/text/html.ts';

const STYLE = `
body { font: 15px/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 60rem; padding: 1rem; color: #1c2733 }
h1 { font-size: 1.5rem } h2 { font-size: 1.15rem; margin-top: 2rem } section { border-top: 1px solid #d5dce3 }
code, pre, input, textarea { font-family: ui-monospace, monospace; font-size: .85rem }
pre { background: #f3f6f8; padding: .6rem; overflow: auto; max-height: 24rem; white-space: pre-wrap }
label { display: grid; grid-template-columns: 9rem 1fr; gap: .6rem; margin: .3rem 0; align-items: start }
label small { grid-column: 2; color: #5b6b7a } input, textarea { padding: .3rem; border: 1px solid #9aa8b5 }
.method { font-weight: 700; color: #0b5f8a; text-transform: uppercase } button { padding: .35rem 1rem }
@media (max-width: 30rem) { label { grid-template-columns: 1fr } label small { grid-column: 1 } }
`;

/** Everything from the document is set as text, never as markup. */
const SCRIPT = `
const make = (tag, text, more = {}) => Object.assign(document.createElement(tag), { textContent: text ?? '' }, more);
const base = location.pathname.replace(/\\/docs$/, '');
const resolve = (spec, schema) => schema?.$ref
  ? spec.components.schemas[schema.$ref.split('/').pop()] : schema;
function field(name, about, required, value) {
  const label = make('label');
  label.append(make('code', name + (required ? ' *' : '')), make('input', '', { name, value: value ?? '' }));
  if (about) label.append(make('small', about));
  return label;
}
function operation(spec, path, method, it) {
  const section = make('section');
  const head = make('h2');
  head.append(make('span', method, { className: 'method' }), ' ', make('code', path));
  section.append(head, make('p', it.summary));
  const form = make('form');
  for (const each of it.parameters ?? []) {
    const { schema = {} } = each;
    const about = [each.description ?? schema.description, schema.enum?.join(', ')].filter(Boolean).join(': ');
    const given = each.required ? each.example ?? schema.example : schema.default;
    form.append(field(each.name, about, each.required, given));
  }
  let body;
  if (it.requestBody) {
    const schema = resolve(spec, it.requestBody.content['application/json'].schema);
    const example = Object.fromEntries(Object.entries(schema.properties)
      .filter(([name]) => schema.required?.includes(name)).map(([name, each]) => [name, each.example]));
    body = make('textarea', JSON.stringify(example, null, 2), { rows: 5, cols: 60 });
    form.append(body);
  }
  form.append(make('button', 'Try it'));
  const answer = make('pre', '', { hidden: true });
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    let url = base + path;
    const query = new URLSearchParams();
    for (const each of it.parameters ?? []) {
      const { value } = form.elements.namedItem(each.name);
      if (each.in === 'path') url = url.replace('{' + each.name + '}', encodeURIComponent(value));
      else if (value !== '') query.set(each.name, value);
    }
    if ([...query].length > 0) url += '?' + query;
    const token = document.getElementById('token').value;
    const headers = { ...(body && { 'content-type': 'application/json' }), ...(token && { authorization: token }) };
    answer.hidden = false;
    answer.textContent = method.toUpperCase() + ' ' + url + ' ...';
    try {
      const response = await fetch(url, { method: method.toUpperCase(), headers, body: body?.value });
      const text = await response.text();
      let shown = text;
      try { shown = JSON.stringify(JSON.parse(text), null, 2); } catch {}
      answer.textContent = method.toUpperCase() + ' ' + url + '\\n' + response.status + '\\n\\n' + shown;
    } catch (error) { answer.textContent = String(error); }
  });
  section.append(form, answer);
  const answers = Object.entries(it.responses).map(([status, { description }]) => status + ' ' + description);
  section.append(make('p', 'Answers: ' + answers.join('; ') + '.'));
  return section;
}
const spec = await (await fetch(base + '/openapi.json')).json();
document.getElementById('about').textContent = spec.info.description;
for (const [path, methods] of Object.entries(spec.paths))
  for (const [method, it] of Object.entries(methods)) document.body.append(operation(spec, path, method, it));
`;

/** @param nonce of the page's own script and style, which are the only ones that run */
export function apiPage(nonce: string): string {
  return `<!doctype html>\n${
    html`<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Energy: the sites served</title><style nonce="${nonce}">${raw(STYLE)}</style></head>
<body><h1>Energy: the sites served</h1><p id="about"></p>
<p>The description that programs read: <a href="openapi.json">openapi.json</a> (OpenAPI 3.1).</p>
<label>Authorization<input id="token" autocomplete="off"><small>A token, where the stage asks for one</small></label>
<script type="module" nonce="${nonce}">${raw(SCRIPT)}</script></body></html>`.text
  }\n`;
}

export function pagePolicy(nonce: string): string {
  const own = `'nonce-${nonce}'`;
  const none = ['default-src', 'base-uri', 'form-action', 'frame-ancestors'].map((what) => `${what} 'none'`);
  return [...none, `script-src ${own}`, `style-src ${own}`, "connect-src 'self'"].join('; ');
}
