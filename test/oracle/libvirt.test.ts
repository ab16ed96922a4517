/**
 * Our reading of libvirt's domains against libvirt itself: the arguments that it takes out of the
 * passthrough of a domain are those of `lowerDomainXml`, and what `findIgnoredArguments` tells can be
 * cut out of the domain without a change. Needs libvirtd, virsh and libvirt's QEMU driver, and fails
 * without them where CI is `true`.
 *
 * What libvirt refuses we read as well as we can, because a half-typed file looks like that:
 * reading never throws. In the other direction, what our reader calls not
 * well-formed must be refused.
 *
 * We differ on purpose in one thing: no DTD is read. Entities that it declares are unknown, and the
 * defaults and types that it gives to attributes are missed (`DTD_DIFFERENCES`).
 */

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import {
  findIgnoredArguments,
  lowerDomainXml,
  QEMU_NAMESPACE,
} from '../../server/src/invocation/from-domain-xml.ts';
import { plain } from '../../server/src/syntax/spell.ts';
import { readXml } from '../../server/src/syntax/xml/reader.ts';
import type { XmlDocument, XmlElement } from '../../server/src/syntax/xml/tree.ts';
import { isKnown, type MappedText } from '../../server/src/text/mapped-text.ts';
import { contains, type Span } from '../../server/src/text/span.ts';
import { spellIn } from '../support/encodings.ts';
import { type DomainVerdict, type Libvirt, missingPrograms, startLibvirt } from './libvirt.ts';
import { ACCEPTED, anyDomain, DTD_DIFFERENCES, REFUSED, value } from './libvirt-domains.ts';

const missing = missingPrograms();
const RUNS = Number(process.env['ORACLE_RUNS'] ?? 1500);

let libvirt: Libvirt | undefined;
before(async () => {
  if (missing.length === 0) libvirt = await startLibvirt();
});
after(() => libvirt?.close());

const asked = { domains: 0, accepted: 0, refused: 0, arguments: 0, ignored: 0, disagreements: 0 };

/** Compares, and returns what libvirt said; undefined where it cannot be asked. */
async function compare(
  documents: readonly string[],
): Promise<readonly DomainVerdict[] | undefined> {
  if (libvirt === undefined) {
    const names = missing.join(', ');
    assert.notEqual(process.env['CI'], 'true', `${names} must be installed in CI`);
    return undefined;
  }
  const verdicts = await libvirt.ask(documents);
  const disagreements: string[] = [];
  const shortened: { text: string; from: string; expected: readonly string[] }[] = [];
  for (const [index, verdict] of verdicts.entries()) {
    const text = documents[index] ?? '';
    const document = readXml(text);
    const said = complain(document, verdict);
    if (said !== undefined) disagreements.push(`${said}\n${text}`);
    asked.domains++;
    if (!verdict.accepted) asked.refused++;
    else {
      asked.accepted++;
      asked.arguments += verdict.passedThrough.length;
      const ignored = findIgnoredArguments(document).map(({ at }) => at);
      asked.ignored += ignored.length;
      const { passedThrough: expected } = verdict;
      if (ignored.length > 0) {
        shortened.push({ text: withoutElements(text, document, ignored), from: text, expected });
      }
    }
  }
  const answers = await libvirt.ask(shortened.map(({ text }) => text));
  for (const [index, { from, expected }] of shortened.entries()) {
    const answer = answers[index];
    const now = answer?.accepted ? answer.passedThrough : answer?.error;
    if (JSON.stringify(now) !== JSON.stringify(expected)) {
      disagreements.push(`without what is told to be ignored: ${JSON.stringify(now)}\n${from}`);
    }
  }
  asked.disagreements += disagreements.length;
  assert.equal(disagreements.length, 0, disagreements.slice(0, 5).join('\n\n'));
  return verdicts;
}

/** What is wrong with our reading of a document, or undefined. */
function complain(document: XmlDocument, verdict: DomainVerdict): string | undefined {
  const invocations = lowerDomainXml(document);
  const ignored = findIgnoredArguments(document);
  if (!verdict.accepted) return undefined;
  const [problem] = document.problems;
  if (problem !== undefined) return `libvirt accepts what is not well-formed: ${problem.kind}`;
  if (invocations.length > 1) return `${invocations.length} invocations`;
  const words = invocations[0]?.words ?? [];
  const theirs = verdict.passedThrough;
  const agree =
    words.length === theirs.length &&
    words.every(({ value }, index) =>
      // Without a DTD there is no unknown piece that libvirt accepts.
      document.doctypeAt === undefined && !isKnown(value)
        ? false
        : matches(value, theirs[index] ?? ''),
    );
  if (!agree) {
    const ours = words.map(({ value }) => value.decoded);
    return `ours: ${JSON.stringify(ours)}\nlibvirt's: ${JSON.stringify(theirs)}`;
  }
  const name = invocations[0]?.name;
  if (name !== undefined && name !== verdict.name) return `named ${name}, not ${verdict.name}`;
  const lost = document.doctypeAt === undefined ? findLost(document) : [];
  const unsaid = lost.find(
    ({ at }) =>
      !words.some((word) => word.at.start === at.start) &&
      !ignored.some((told) => contains(wholeElement(document, told.at), at)),
  );
  return unsaid && `ignored, and not told: the argument at ${unsaid.at.start}`;
}

/** Whether the text can be the known one: an unknown piece may be anything, also nothing. */
function matches(text: MappedText, known: string): boolean {
  let position = 0;
  let free = false;
  for (const [index, piece] of text.pieces.entries()) {
    if (piece.kind === 'unknown') {
      free = true;
      continue;
    }
    const isLast = index === text.pieces.length - 1;
    const found =
      free && isLast ? known.length - piece.text.length : known.indexOf(piece.text, position);
    if (found < position || !known.startsWith(piece.text, found) || (!free && found !== position)) {
      return false;
    }
    position = found + piece.text.length;
    free = false;
  }
  return free || position === known.length;
}

/** Every element that stands in no element of the name `except`. */
function everyElement(document: XmlDocument, except?: string): readonly XmlElement[] {
  const all: XmlElement[] = [];
  const pending = [...document.elements];
  for (let element = pending.pop(); element !== undefined; element = pending.pop()) {
    all.push(element);
    if (element.name.local !== except) pending.push(...element.children);
  }
  return all;
}

/**
 * The arguments of libvirt's namespace in a domain without one: each is passed on, or told. Metadata
 * belongs to other programs.
 */
function findLost(document: XmlDocument): readonly XmlElement[] {
  const root = document.elements[0]?.name;
  if (root?.namespace !== undefined) return [];
  return everyElement(document, 'metadata').filter(
    ({ name }) => name.local === 'arg' && name.namespace === QEMU_NAMESPACE,
  );
}

function wholeElement(document: XmlDocument, startTagAt: Span): Span {
  const element = everyElement(document).find(({ at }) => at.start === startTagAt.start);
  return element?.at ?? assert.fail('what is told is no element');
}

function withoutElements(text: string, document: XmlDocument, told: readonly Span[]): string {
  let result = '';
  let position = 0;
  for (const at of told) {
    const { start, end } = wholeElement(document, at);
    assert.ok(start >= position, `told within what is told:\n${text}`);
    result += text.slice(position, start);
    position = end;
  }
  return result + text.slice(position);
}

/** The characters that XML can hold, those that need a reference above all. */
const spellable = fc.oneof(
  fc.constantFrom(...`<>&"'\t\n\r ;#=]-,:/`),
  fc.constantFrom(
    '&amp;',
    ']]>',
    '\r\n',
    '\x7f',
    '\x85',
    '\u2028',
    '\uFEFF',
    '\uFFFD',
    '\u{1F600}',
  ),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }),
);

test('libvirt passes on the arguments that are read in each domain of the table', async () => {
  const verdicts = await compare(ACCEPTED);
  for (const [index, verdict] of verdicts?.entries() ?? []) {
    assert.ok(verdict.accepted, `${verdict.accepted || verdict.error}\n${ACCEPTED[index]}`);
  }
});

test('the reader does not throw for a domain that libvirt refuses', async () => {
  const verdicts = await compare(REFUSED);
  for (const [index, verdict] of verdicts?.entries() ?? []) {
    assert.ok(!verdict.accepted, `accepted:\n${REFUSED[index]}`);
  }
});

test('the reader ignores a DTD that gives attributes defaults and types', async () => {
  const verdicts = await libvirt?.ask(DTD_DIFFERENCES.map(([text]) => text));
  for (const [index, [text, ours, theirs]] of DTD_DIFFERENCES.entries()) {
    const document = readXml(text);
    const words = lowerDomainXml(document).flatMap((invocation) => invocation.words);
    const texts = words.map((word) => word.value.decoded);
    assert.deepEqual(texts, ours);
    assert.deepEqual(findIgnoredArguments(document), []);
    const verdict = verdicts?.[index];
    if (verdict) assert.deepEqual(verdict.accepted && verdict.passedThrough, theirs);
  }
});

test('libvirt finds passthrough in both domains of a snapshot', async () => {
  const inactive = value('y')
    .replaceAll('domain ', 'inactiveDomain ')
    .replace('</domain>', '</inactiveDomain>');
  const parts = '<name>s</name><state>shutoff</state><creationTime>1</creationTime>';
  const given = `<domainsnapshot>${parts}${value('x')}${inactive}</domainsnapshot>`;
  const words = (text: string): readonly (readonly string[])[] =>
    lowerDomainXml(readXml(text)).map((invocation) =>
      invocation.words.map((word) => word.value.decoded),
    );
  assert.deepEqual(words(given), [['x'], ['y']]);
  const kept = await libvirt?.snapshot(value('z'), given);
  if (kept !== undefined) assert.deepEqual(words(kept), [['x'], ['y']]);
});

test('libvirt agrees on many random domains', async () => {
  const documents = fc.sample(anyDomain, { seed: 20250711, numRuns: RUNS });
  const verdicts = await compare(documents);
  if (verdicts === undefined) return;
  // A generator that libvirt mostly refuses, or that says nothing, would prove little.
  const passing = verdicts.filter(
    (verdict) => verdict.accepted && verdict.passedThrough.length > 1,
  );
  assert.ok(passing.length > RUNS / 4, `only ${passing.length} of ${RUNS} pass arguments`);
});

test('libvirt reads back what our speller writes', async () => {
  const texts = fc.sample(fc.string({ unit: spellable, maxLength: 12 }), { seed: 1, numRuns: 300 });
  const contexts = { 'attribute-single': `'`, 'attribute-double': '"' };
  const wanted: string[] = [];
  const documents: string[] = [];
  for (const [context, quote] of Object.entries(contexts)) {
    for (const text of texts) {
      const spelled = spellIn(plain(text), context, context) ?? assert.fail(text);
      wanted.push(text);
      documents.push(value('V').replace(`'V'`, () => quote + spelled + quote));
    }
  }
  const verdicts = await compare(documents);
  for (const [index, verdict] of verdicts?.entries() ?? []) {
    assert.deepEqual(verdict.accepted && verdict.passedThrough, [wanted[index]]);
  }
});

test('the run prints what it compared', (t) => {
  if (libvirt === undefined) {
    t.diagnostic(`${missing.join(', ')} not installed, nothing was compared`);
    return;
  }
  const { domains, accepted, refused, ignored, disagreements } = asked;
  t.diagnostic(
    `${libvirt.version}: ${domains} domains, ${accepted} accepted, ${refused} refused; ` +
      `${asked.arguments} arguments compared, ${ignored} told to be ignored; ` +
      `${disagreements} disagreements`,
  );
});
