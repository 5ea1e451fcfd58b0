import { raw } from '../text/html.ts';

/**
 * The page's only script. It adds what a picture cannot do by itself: the value under the pointer or the arrow keys,
 * items of the legend that hide what they name, and a picture's figures as a file. Everything is in the page already,
 * and is set as text.
 */
export const SCRIPT = raw(`
const make = (tag, text, more) => Object.assign(document.createElement(tag), { textContent: text }, more);
const tip = make('div', '', { className: 'tip' });
tip.setAttribute('role', 'status');
document.body.append(tip);
let shown;

function show(mark) {
  if (shown) shown.classList.remove('on');
  shown = mark;
  tip.textContent = mark ? mark.dataset.tip : '';
  if (mark) {
    mark.classList.add('on');
    place(mark.getBoundingClientRect());
  }
}

function place(box) {
  const { width, height } = tip.getBoundingClientRect();
  const above = box.top - height - 8;
  const end = document.documentElement.clientWidth - width - 4;
  const left = Math.min(Math.max(4, box.left + box.width / 2 - width / 2), end);
  tip.style.transform = 'translate(' + left + 'px,' + (above < 4 ? box.bottom + 8 : above) + 'px)';
}

/** The mark at a place, or the nearest one in its column: a low bar is hard to hit. */
function nearest(marks, x, y) {
  const beside = (from, to, at) => Math.max(from - at, 0, at - to);
  let best, least = Number.MAX_VALUE;
  for (const mark of marks) {
    const { left, right, top, bottom, width } = mark.getBoundingClientRect();
    const distance = 1000 * beside(left, right, x) + beside(top, bottom, y);
    if (width > 0 && distance < least) [best, least] = [mark, distance];
  }
  return best;
}

for (const picture of document.querySelectorAll('svg.chart')) {
  const marks = [...picture.querySelectorAll('title')].flatMap((title) => {
    const mark = title.parentElement;
    if (mark === picture) return [];
    mark.dataset.tip = title.textContent;
    title.remove();
    return mark.matches('text') ? [] : [mark];
  });
  picture.tabIndex = 0;
  picture.addEventListener('pointermove', ({ clientX, clientY }) => show(nearest(marks, clientX, clientY)));
  for (const end of ['pointerleave', 'blur']) picture.addEventListener(end, () => show());
  picture.addEventListener('keydown', (event) => {
    const seen = marks.filter((mark) => mark.getBoundingClientRect().width > 0);
    const at = seen.indexOf(shown);
    const next = { ArrowRight: at + 1, ArrowLeft: Math.max(0, at - 1), Home: 0, End: seen.length - 1 }[event.key];
    if (next >= 0) {
      event.preventDefault();
      show(seen[Math.min(next, seen.length - 1)]);
    } else if (event.key === 'Escape') show();
  });
}
addEventListener('scroll', () => show(), { passive: true });

for (const plot of document.querySelectorAll('.plot')) {
  for (const item of plot.querySelectorAll('.legend [data-layer]')) {
    const button = make('button', '', { type: 'button' });
    button.append(...item.childNodes);
    button.setAttribute('aria-pressed', 'true');
    button.addEventListener('click', () => {
      const hidden = plot.classList.toggle('without-' + item.dataset.layer);
      button.setAttribute('aria-pressed', String(!hidden));
    });
    item.append(button);
  }
  const save = make('button', 'Data as CSV', { type: 'button' });
  save.addEventListener('click', () => {
    const href = URL.createObjectURL(new Blob([plot.dataset.csv], { type: 'text/csv' }));
    make('a', '', { href, download: plot.dataset.name + '.csv' }).click();
    setTimeout(() => URL.revokeObjectURL(href), 60000);
  });
  const tools = make('p', '', { className: 'tools' });
  tools.append(save);
  plot.append(tools);
}
`);
