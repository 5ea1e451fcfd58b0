/** The languages in which the vocabulary has words. */
export const LANGUAGES = [
  'en',
  'de',
  'fr',
  'nl',
  'es',
  'pt',
  'it',
  'da',
  'sv',
  'no',
  'fi',
  'pl',
  'cs',
  'et',
  'sl',
  'ja',
  'zh',
  'hu',
  'tr',
  'el',
  'ko',
] as const;
export type Language = (typeof LANGUAGES)[number];

/** Of one concept, by language: words and phrases between commas. */
export type Words = Readonly<Partial<Record<Language, string>>>;
