/** The editor of a statement: completion of tables, columns and functions, and a mark where an error is. */
import { autocompletion, completeFromList } from '@codemirror/autocomplete';
import { StandardSQL, sql } from '@codemirror/lang-sql';
import { syntaxHighlighting } from '@codemirror/language';
import { type Diagnostic, setDiagnostics } from '@codemirror/lint';
import { EditorState, Prec } from '@codemirror/state';
import { EditorView, keymap } from '@codemirror/view';
import { classHighlighter } from '@lezer/highlight';
import { basicSetup } from 'codemirror';
import { useEffect, useRef } from 'react';
import type { z } from 'zod';
import type { listTables } from '../../api/queries.ts';
import type { Place } from './place.ts';

type Tables = z.infer<typeof listTables.output>;

export interface Fault {
  readonly message: string;
  readonly place: Place | undefined;
}

/** @param props.revision another one puts `text` into the editor; typing does not */
export default function Editor(props: {
  readonly text: string;
  readonly revision: number;
  readonly tables: Tables;
  readonly fault: Fault | undefined;
  readonly change: (text: string) => void;
  readonly run: () => void;
}) {
  const { text, revision, tables, fault, change, run } = props;
  const place = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(null);
  const calls = useRef({ change, run });
  calls.current = { change, run };
  const first = useRef(text);

  useEffect(() => {
    if (!place.current) return;
    const editor = new EditorView({
      parent: place.current,
      state: EditorState.create({ doc: first.current, extensions: extensionsFor(tables, calls) }),
    });
    view.current = editor;
    return () => editor.destroy();
  }, [tables]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the text is put in with each revision only.
  useEffect(() => {
    const editor = view.current;
    first.current = text;
    if (!editor || editor.state.doc.toString() === text) return;
    editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: text } });
  }, [revision]);

  useEffect(() => {
    const editor = view.current;
    if (!editor) return;
    const found = fault?.place ? [diagnosticOf(editor, fault.message, fault.place)] : [];
    editor.dispatch(setDiagnostics(editor.state, found));
    const [mark] = found;
    if (mark) editor.dispatch({ selection: { anchor: mark.from }, scrollIntoView: true });
  }, [fault]);

  return <div className="editor" ref={place} />;
}

interface Calls {
  readonly change: (text: string) => void;
  readonly run: () => void;
}

function extensionsFor({ tables, functions }: Tables, calls: { readonly current: Calls }) {
  const schema = Object.fromEntries(
    tables.map(({ name, columns }) => [
      name,
      columns.map((column) => ({ label: column.name, type: 'property', detail: column.type, info: column.comment })),
    ]),
  );
  const names = functions.map(({ name, signature }) => ({ label: name, type: 'function', info: signature }));
  return [
    Prec.highest(
      keymap.of([
        {
          key: 'Mod-Enter',
          run() {
            calls.current.run();
            return true;
          },
        },
      ]),
    ),
    basicSetup,
    syntaxHighlighting(classHighlighter),
    sql({ dialect: StandardSQL, schema, upperCaseKeywords: true }),
    StandardSQL.language.data.of({ autocomplete: completeFromList(names) }),
    autocompletion({ icons: false }),
    EditorView.lineWrapping,
    EditorView.contentAttributes.of({ 'aria-label': 'SQL statement' }),
    EditorView.cspNonce.of(nonce()),
    EditorView.updateListener.of((update) => {
      if (update.docChanged) calls.current.change(update.state.doc.toString());
    }),
  ];
}

/** The page's policy lets styles in that carry it. */
function nonce(): string {
  return document.querySelector('meta[name="csp-nonce"]')?.getAttribute('content') ?? '';
}

function diagnosticOf({ state }: EditorView, message: string, { line, column }: Place): Diagnostic {
  const { from, to } = state.doc.line(Math.min(Math.max(line, 1), state.doc.lines));
  const start = Math.min(from + column - 1, to);
  const word = /^\w+|^./.exec(state.sliceDoc(start, to))?.[0] ?? '';
  return { from: start, to: start + word.length, severity: 'error', message };
}
