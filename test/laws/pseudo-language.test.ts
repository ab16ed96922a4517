/**
 * Everything that people read can be in another language. The documents of all examples, pages and tests are
 * analyzed in a language in which each sentence shows its ends, and nothing may stand outside of them.
 */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readSourceStrings, readTestLiterals } from '../../scripts/generate/source-strings.ts';
import { LANGUAGES, readBundle, readSentences } from '../../scripts/strings.ts';
import { LANGUAGES as HOSTS } from '../../server/src/languages/index.ts';
import { type Analysis, analyze } from '../../server/src/service/analysis/analyze.ts';
import { findingsOf, fixesOf } from '../../server/src/service/analysis/file-findings.ts';
import { renderFixes } from '../../server/src/service/fixes/render-fix.ts';
import { hoverAt } from '../../server/src/service/hover/hover.ts';
import type { Part } from '../../server/src/service/hover/prose.ts';
import { DEFAULT_SETTINGS, type Settings } from '../../server/src/service/settings/settings.ts';
import { ignoreActions } from '../../server/src/service/suppression/ignore-finding.ts';
import { codeBlocks, LANGUAGE_IDS } from '../support/markdown.ts';
import { inLanguage, pseudo, pseudoBundle, readPseudo } from '../support/pseudo-language.ts';
import { filesBelow, readExamples, readRepositoryFile } from '../support/repository.ts';

interface Document {
  readonly text: string;
  readonly languageId: string;
}

/** All that may be said, and as much of it as there is. */
const EVERYTHING: Settings = { ...DEFAULT_SETTINGS, showPossible: true, neighbours: true };
const SETTINGS: readonly Settings[] = [
  EVERYTHING,
  { ...EVERYTHING, qemuVersion: 1101 },
  { ...EVERYTHING, qemuVersion: 502 },
];

/** Sentences that the types ask for and no document brings up, as far as is known. */
const UNHEARD = new Set([
  // What umask another host begins with is not known.
  '{0} socket opened by umask {1}: any user of the remote host can control QEMU',
  // What only its user can open is silent.
  '{0}: only the user who runs QEMU can open it',
  // No document adds a monitor in a shared directory on another host.
  '{0} in a shared directory: any user of the remote host can impersonate the monitor',
]);

/** Sentences into which QEMU's words are filled, an address or a script's, which no bundle has. */
const QUOTING = new Set([
  '{0} on {1}',
  '{0} connects to {1}',
  'QEMU refuses this: {0}',
  'Newer QEMU refuses this: {0}',
  'QEMU does not start: {0}',
  '{0} (new in QEMU {1})',
  '{0} (removed in QEMU {1})',
  '{0} and its value must be two arguments (QEMU: {1})',
  'This socket needs path=, or host= and port= (QEMU: {0})',
  'A space is missing before = (QEMU: {0})',
]);

/** Documents for what no test or example has as one piece of text. */
const FURTHER: readonly Document[] = [
  ...[
    'kvm -vnc 10.0.0.1:5500,reverse=on,password=on',
    'kvm -vnc 10.0.0.1:5500,reverse=on,$MORE',
    'kvm -serial mon:unix:/tmp/a,server=on -serial unix:/tmp/b,server=on,mux=on',
    'kvm -serial mon:pipe:/tmp/a -serial pipe:/tmp/b,mux=on',
    'MODE=0\numask $MODE\nkvm -monitor unix:/run/vm/m,server=on',
    'kvm -object tls-creds-x509,id=t,dir=/c,endpoint=server,verify-peer=yes -object authz-list,id=z,policy=allow -chardev socket,id=m,host=0.0.0.0,port=1,server=on,tls-creds=t,tls-authz=z -mon m',
    'kvm -qtest udp:10.0.0.1:1',
    'kvm -qtest tcp:$H:1,server=on',
    'kvm -sandbox on,spawn=deny -vnc :0',
    'M="-monitor tcp::1,server"\nkvm -monitor none $M',
    'qemu-storage-daemon --chardev socket,id=c,host=127.0.0.1,port=1,server=on --monitor chardev=c',
    'qemu-storage-daemon --nbd-server addr.type=inet,addr.host=$H,addr.port=1',
    'nc -U m <<EOF\nchardev-add socket,id=x,host=,port=1,server=on\nEOF',
    'nc -U m <<EOF\nchardev-add socket,id=x,host=$H,port=1,server=on\nobject_add monitor-hmp,id=m,chardev=x\nEOF',
    'nc -U m <<EOF\nchardev-add udp,id=x,host=127.0.0.1,port=1,localaddr=127.0.0.1,localport=2\nobject_add monitor-hmp,id=m,chardev=x\nEOF',
    'echo "gdbserver tcp:$H:1234" | nc -U /run/vm/monitor.sock',
    'vm_setup --qemu-args="-qmp tcp::4444,server"',
    "echo 'gdbserver tcp:127.0.0.1:1234' | nc -U /run/vm/monitor.sock",
    "echo 'gdbserver udp:10.0.0.1:1234' | nc -U /run/vm/monitor.sock",
    "virsh qemu-monitor-command vm --hmp 'chardev-add socket,id=x,host=,port=1,server=on'\nvirsh qemu-monitor-command vm --hmp object_add monitor-hmp,id=m,chardev=x",
    'nc -U m <<EOF\nchardev-add socket,id=x,path=a,abstract=on,server=on\nobject_add monitor-hmp,id=m,chardev=x\nEOF',
    // What is said of this host, of the one that ssh goes to.
    '# qemu-monitor-guard: ignore[monitor-on-loopback] lab\nssh lab kvm -monitor tcp:127.0.0.1:1,server',
    ...[
      'kvm -monitor tcp:$H:1,server -incoming tcp:127.0.0.1:1 -qtest tcp:127.0.0.1:1,server=on',
      'kvm -monitor tcp:127.0.0.1:1 -gdb tcp:127.0.0.1:1',
      'kvm -monitor udp:127.0.0.1:1@127.0.0.1:2 -vnc 127.0.0.1:0',
      'kvm -chardev socket,id=m,path=a,abstract=on,server=on -mon m',
      'kvm -monitor pipe:/tmp/a -serial mon:unix:/tmp/b,server=on',
      'kvm -vnc 127.0.0.1:0',
      'kvm -vnc unix:/tmp/v',
      'kvm -vnc :0',
      'kvm -monitor unix:/run/vm/m,server=on\nchmod 777 /run/vm/m',
      'mkdir -m 777 /run/vm\nkvm -monitor unix:/run/vm/m,server=on',
      'qemu-storage-daemon --chardev socket,id=c,host=127.0.0.1,port=1,server=on --monitor c',
      'qemu-storage-daemon --nbd-server addr.type=inet,addr.host=127.0.0.1,addr.port=1',
      'kvm -monitor tcp:127.0.0.1:1,server &\npython3 client.py 127.0.0.1 1',
    ].map((script) => `ssh lab '${script}'`),
  ].map((text) => ({ text: `${text}\n`, languageId: 'shellscript' })),
  ...[
    '[chardev "m"]\n  backend = "socket"\n  path="/run/m"\n',
    '[mon]\n   \n',
    '# qemu-monitor-guard: ignore[monitor-on-network] lab\n[mon "m"]\n  chardev = "m"\n',
  ].map((text) => ({ text, languageId: 'qemu-config' })),
  {
    text: '<domain><name>a</name><!-- qemu-monitor-guard: ignore-file[monitor-on-network] lab --></domain>',
    languageId: 'xml',
  },
];

// A late reader reads from the beginning, whatever others have read.
await Promise.all(HOSTS.map(({ loading }) => loading?.load()));
const corpus = documents();
const sourceStrings = readSourceStrings();
const sentences = Object.keys(readSentences());
/** The English of every sentence that was said. */
const said = new Set<string>();

describe('the pseudo-language', () => {
  it('shows what was said as a whole, what was filled in and what was not said', () => {
    const text = `${pseudo('{0} on {1}').replace('{0}', pseudo('A monitor')).replace('{1}', 'tcp ?')} x`;
    assert.deepEqual(readPseudo(text), {
      sentences: ['{0} on {1}', 'A monitor'],
      filled: [{ text: 'tcp ?', into: '{0} on {1}' }],
      outside: ' x',
    });
  });

  it('is all that people read about the documents of examples, pages and tests', () => {
    const complaints = inLanguage(pseudoBundle(sentences), () => {
      return corpus.flatMap((document) =>
        SETTINGS.flatMap((settings) => complaintsAbout(document, settings)),
      );
    });
    assert.deepEqual([...new Set(complaints)].slice(0, 20), []);
  });

  it('was heard for all that the rules and hovers say, so that this is no test of a few sentences', () => {
    const own = sourceStrings.said.filter(({ place }) =>
      /^server\/src\/(?:rules|qemu\/(?:reach|options|machine))\//.test(place),
    );
    const unheard = own.map(({ text }) => text).filter((text) => !said.has(text));
    const advice = 'add a document to FURTHER that brings it up, or say in UNHEARD why none does';
    assert.deepEqual(new Set(unheard), UNHEARD, advice);
  });
});

describe('a finding', () => {
  it('is told in at most 110 characters, which the Problems panel shows', () => {
    const told = corpus.flatMap(({ text, languageId }) => {
      const path = '/w/document';
      const analysis = analyze({ text, languageId, path }, EVERYTHING);
      return findingsOf(path, analysis, []).map(({ message }) => message);
    });
    assert.ok(new Set(told).size > 150);
    const wrong = told.filter((message) => message.length > 110);
    assert.deepEqual([...new Set(wrong)], []);
  });
});

describe('another language', () => {
  const english = corpus.map(findingsWithoutWords);
  for (const language of LANGUAGES) {
    it(`changes nothing but words: ${language}`, () => {
      const different = inLanguage(readBundle(language), () =>
        corpus.filter((document, index) => findingsWithoutWords(document) !== english[index]),
      );
      assert.deepEqual(different, []);
    });
  }
});

/** What is found in a document and what fixes do, without a word that people read. */
function findingsWithoutWords({ text, languageId }: Document): string {
  const path = '/w/document';
  const analysis = analyze({ text, languageId, path }, EVERYTHING);
  const rendered = renderFixes(analysis, EVERYTHING);
  const findings = findingsOf(path, analysis, []).map((finding) => {
    const { at, rule, severity, related } = finding;
    const fixes = fixesOf(finding, () => rendered).map(({ safety, preferred, edits }) => {
      return { safety, preferred, edits };
    });
    return { at, rule, severity, related: related.map((place) => place.at), fixes };
  });
  return JSON.stringify(findings);
}

function documents(): readonly Document[] {
  const blocks = filesBelow('docs/rules').flatMap((path) =>
    codeBlocks(readRepositoryFile(path)).map(({ text, language }) => ({
      text,
      languageId: LANGUAGE_IDS.get(language),
    })),
  );
  const literals = readTestLiterals(['test/rules', 'test/service', 'test/invocation', 'test/qemu']);
  const written = literals.map((literal) => {
    const text = literal.replace(/^\s*\^.*\n?/gm, '');
    return { text, languageId: languageOf(text) };
  });
  return [...readExamples(), ...blocks, ...written, ...FURTHER].flatMap(({ text, languageId }) =>
    languageId === undefined ? [] : [{ text, languageId }],
  );
}

/** The language that a text of a test is in; undefined for one that is no document. */
function languageOf(text: string): string | undefined {
  if (text.includes('<domain')) return 'xml';
  if (/^\[[\w-]+(?: "[^"]*")?\]/m.test(text)) return 'qemu-config';
  return /qemu|kvm|\n./.test(text) ? 'shellscript' : undefined;
}

function complaintsAbout({ text, languageId }: Document, settings: Settings): readonly string[] {
  const path = '/w/document';
  const analysis = analyze({ text, languageId, path }, settings);
  const findings = findingsOf(path, analysis, []);
  const rendered = renderFixes(analysis, settings);
  const words = findings.flatMap((finding) => [
    finding.message,
    ...finding.related.map(({ message }) => message),
    ...[
      ...fixesOf(finding, () => rendered),
      ...ignoreActions(path, finding, findings, [analysis]),
    ].flatMap(({ title, risk }) => [title, risk]),
  ]);
  return [...words, ...hoversOf(analysis)].flatMap((one) => complaintsIn(one, text));
}

/** The lines of the hovers at the places of monitors, but for those that are commands and nothing else. */
function hoversOf(analysis: Analysis): readonly string[] {
  const places = analysis.connections.machines.flatMap(({ monitors }) =>
    monitors.map(({ at }) => at.start),
  );
  return places
    .flatMap((offset) => hoverAt(analysis, offset)?.lines ?? [])
    .filter(({ parts }) => parts.some(({ kind }) => kind !== 'code'))
    .map(({ parts }) => parts.map(proseOf).join(''));
}

/** A part of a line as a sentence has it; the id of a rule, and what sets it off, is in no language. */
function proseOf({ kind, text }: Part): string {
  if (kind === 'rule' || text === ' · ') return '';
  return kind === 'code' ? `\`${text}\`` : text;
}

/** What is wrong with a text for people: words that no sentence holds, and prose that was filled in. */
function complaintsIn(words: string, source: string): readonly string[] {
  const read = readPseudo(words);
  for (const sentence of read.sentences) said.add(sentence);
  const outside = read.outside.trim() === '' ? [] : [`outside of a sentence: ${words}`];
  const filled = read.filled.filter(({ text, into }) => {
    const isProse = /[a-z]{2,}[,;:]? [a-z]{2,}/.test(text.replace(/`.*`/, ''));
    return isProse && !QUOTING.has(into) && !source.includes(text);
  });
  return [...outside, ...filled.map(({ text, into }) => `'${text}' filled into '${into}'`)];
}
