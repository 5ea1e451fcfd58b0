/** What a file format has to say of itself: how it is detected, how it becomes a table of text, and what it fixes. */
import type { Database } from '../../../shared/database/duckdb.ts';
import type { FormatName } from '../../../shared/readings/file-formats.ts';
import type { Decision, Layout, LayoutSettings } from '../../../shared/readings/layout.ts';
import type { Head } from '../open/index.ts';

/** A record as a person knows it. */
export interface RawRecord {
  /** Line of the upload on which the record begins, from 1. */
  readonly line: number;
  /** Offset of the record's first byte in the file that DuckDB reads; -1 where it reads another than what is shown. */
  readonly offset: number;
  readonly bytes: Buffer;
}

export type Visit = (record: RawRecord) => void | Promise<void>;

/** What a format settles for every file, so that nothing of it is guessed from the numbers. */
export interface Fixed {
  /** Distance of the stamps to UTC, minutes; `why` ends the sentence in the layout's decisions. */
  readonly clock?: { readonly offsetMinutes: number; readonly name: string; readonly why: string };
  /** As if a person had said it; what a person does say goes before it. */
  readonly settings?: LayoutSettings;
}

/** The files in which a recognised upload is worked on. */
export interface Files {
  /** What DuckDB reads. */
  readonly file: string;
  /** What a person knows: the upload as plain text, where it differs from the table. */
  readonly shown: string;
}

export interface FileFormat {
  readonly name: FormatName;
  /** By its first bytes, before anything is taken for text, or by its first text. */
  readonly detect:
    | { readonly by: 'bytes'; is(head: Buffer): boolean }
    | { readonly by: 'text'; is(head: Head): boolean };
  /** What the table holds: rows of cells between separators, or one JSON object a line. */
  readonly holds: 'cells' | 'objects';
  readonly fixes: Fixed;
  /**
   * Writes the file as such a table; absent where it is one as it stands.
   * @returns what was decided on the way
   * @throws InputRejected where the file cannot be read
   */
  readonly toTable?: (from: string, to: string, db: Database) => Promise<readonly Decision[]>;
  /**
   * Visits the records of the upload in the order of the table's, without those of a preamble and a header, with their
   * lines: to show a person the very line that was rejected.
   * @throws InputRejected UNREADABLE where the file stops in the middle of a record
   */
  readonly records: (files: Files, dialect: Layout['dialect'], visit: Visit) => Promise<void>;
}
