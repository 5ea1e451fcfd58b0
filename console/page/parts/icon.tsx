/** Drawn in strokes on a grid of 16, in the colour of the text. */
const SHAPES = {
  bolt: 'M9 1 3 9h4l-1 6 6-8H8l1-6Z',
  runs: 'M2 4h3M2 8h3M2 12h3M8 4h6M8 8h6M8 12h6',
  upload: 'M8 11V2M4.5 5.5 8 2l3.5 3.5M2 11v3h12v-3',
  query:
    'M3 3.5c0-.8 2.2-1.5 5-1.5s5 .7 5 1.5v9c0 .8-2.2 1.5-5 1.5s-5-.7-5-1.5v-9Zm0 0C3 4.3 5.2 5 8 5s5-.7 5-1.5M3 8c0 .8 2.2 1.5 5 1.5S13 8.8 13 8',
  check: 'm3 8.5 3.2 3.2L13 4.8',
  cross: 'm4 4 8 8M12 4l-8 8',
  alert: 'M8 3v6M8 12v.5',
  dots: 'M3.5 8h.5M8 8h.5M12.5 8h.5',
  retry: 'M13 8a5 5 0 1 1-1.6-3.7M13 2v3h-3',
  dash: 'M4 8h8',
  play: 'M5 3v10l8-5-8-5Z',
  back: 'M10 3 5 8l5 5',
  file: 'M4 1.5h5l3 3v10H4v-13Zm5 0v3h3',
  sun: 'M8 5a3 3 0 1 0 0 6 3 3 0 0 0 0-6ZM8 1v1.5M8 13.5V15M1 8h1.5M13.5 8H15M3 3l1 1M12 12l1 1M13 3l-1 1M4 12l-1 1',
} as const;
export type IconName = keyof typeof SHAPES;

export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg className="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
      <path d={SHAPES[name]} />
    </svg>
  );
}
