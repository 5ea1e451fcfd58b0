import { XMLParser } from 'fast-xml-parser';
import { malformedXml } from './errors.ts';

/** A piece of XML that is already escaped. */
export type Xml = string;

const NAMESPACE = 'http://s3.amazonaws.com/doc/2006-03-01/';

// XML 1.0 has no way to write most control characters; S3 writes them as character references all the same, and its
// clients read them.
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must be escaped
const UNSAFE = /[&<>"'\u0000-\u001f\u007f-\u009f\ufffe\uffff]/g;
const NAMED = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
  ["'", '&apos;'],
]);

function escapeXml(text: string): Xml {
  return text.replace(UNSAFE, (c) => NAMED.get(c) ?? `&#x${c.charCodeAt(0).toString(16)};`);
}

/** One element with text; an undefined text leaves the element out. */
export function text(name: string, value: string | number | boolean | undefined): Xml {
  return value === undefined ? '' : `<${name}>${escapeXml(String(value))}</${name}>`;
}

/** One element with child elements. */
export function element(name: string, ...children: Xml[]): Xml {
  return `<${name}>${children.join('')}</${name}>`;
}

/** A whole S3 answer. */
export function xmlDocument(root: string, ...children: Xml[]): Xml {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${root} xmlns="${NAMESPACE}">${children.join('')}</${root}>`;
}

/** S3's error answer, which has no namespace. */
export function errorDocument(fields: Readonly<Record<string, string>>): Xml {
  const inner = Object.entries(fields).map(([name, value]) => text(name, value));
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element('Error', ...inner)}`;
}

// Values stay text and keep their blanks: a key may be "007" or end in a space. References are decoded below, so that
// control characters in keys survive.
const parser = new XMLParser({
  ignoreAttributes: true,
  ignoreDeclaration: true,
  ignorePiTags: true,
  parseTagValue: false,
  trimValues: false,
  processEntities: false,
  isArray: (name) => name === 'Object' || name === 'Part',
});

const REFERENCE = /&(?:#x([0-9a-fA-F]{1,6})|#([0-9]{1,7})|(amp|lt|gt|quot|apos));/g;
const BY_NAME = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
]);

function decodeReferences(value: string): string {
  return value.replace(REFERENCE, (_whole, hex?: string, decimal?: string, name?: string) => {
    if (name !== undefined) return BY_NAME.get(name) ?? '';
    const point = hex !== undefined ? Number.parseInt(hex, 16) : Number(decimal);
    if (point > 0x10ffff) throw malformedXml('a character reference is out of range');
    return String.fromCodePoint(point);
  });
}

function decodeAll(node: unknown): unknown {
  if (typeof node === 'string') return decodeReferences(node);
  if (Array.isArray(node)) return node.map(decodeAll);
  if (typeof node === 'object' && node !== null) {
    // Blanks between elements arrive as #text.
    const children = Object.entries(node).filter(([name]) => name !== '#text');
    return Object.fromEntries(children.map(([name, child]) => [name, decodeAll(child)]));
  }
  return node;
}

/**
 * Reads a request's XML into plain objects; elements named Object and Part are always arrays.
 *
 * @throws S3Error MalformedXML
 */
export function parseXml(body: Buffer): unknown {
  try {
    return decodeAll(parser.parse(body.toString('utf8'), true));
  } catch (error) {
    throw malformedXml(error instanceof Error ? error.message : String(error));
  }
}
