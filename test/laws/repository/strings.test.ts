/**
 * What is said to people is in the bundles, and each translation says all of it with the same things filled
 * in. `node_modules/.bin/node scripts/strings.ts` repairs what can be repaired without a translator.
 */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readSourceStrings } from '../../../scripts/generate/source-strings.ts';
import {
  generatedFiles,
  LANGUAGES,
  type Language,
  readBundle,
  readPackageTexts,
  readSentences,
  saidInSources,
} from '../../../scripts/strings.ts';
import { packagedTranslations } from '../../../scripts/translations.mjs';
import { fingerprint } from '../../../server/src/lsp/fingerprint.ts';
import { isInRepository, readRepositoryFile } from '../../support/repository.ts';

const { said, problems, prose } = readSourceStrings();
const titles = new Set(said.filter(({ name }) => name === 'title').map(({ text }) => text));
const built = packagedTranslations();
const packageTexts = Object.values(readPackageTexts());

/**
 * Layers whose literals are for developers, or quote QEMU where it refuses something; commands for a shell; and the
 * command line, which speaks English: docs/decisions/messages.md
 */
const OTHER_WORDS =
  /^server\/src\/(?:cli|text|syntax|invocation|qemu\/(?!reach|change|display|docs|completion)|service\/hover\/connect-command|lsp\/warm-up)/;
/** Properties of rules that only the documentation and the settings show; package.nls.json has them. */
const DOCUMENTED = new Set(['summary', 'when']);
/** Names, keys, commands, and words that stand in files and are looked for there in every language. */
const NO_SENTENCES = new Set([
  ...['Monitor Guard', 'say why', 'unix {}', 'udp {}'],
  ...['{}qmp {}object {}chardev tls', '"$(echo {})"', '{} alone {}', "ssh -t {} '{}'"],
]);
/** The keys of package.json whose values people read. */
const READ_BY_PEOPLE =
  /^(?:title|description|markdownDescription|altText|\w+Message|\w+Descriptions)$/;

describe('the sources', () => {
  it('say each sentence as one literal, so that it can be extracted', () => {
    assert.deepEqual(problems, []);
  });

  it('have no prose for people that is not said through l10n.t', () => {
    const loose = prose.filter(({ text, place, name }) => {
      if (OTHER_WORDS.test(place) || NO_SENTENCES.has(text)) return false;
      return name === undefined || !DOCUMENTED.has(name);
    });
    const wrong = loose.map(({ text, place }) => `${place}: '${text}'`);
    assert.deepEqual(wrong, []);
  });

  it('are what the English bundle says, and the others hold nothing else', () => {
    const stale = [...generatedFiles(saidInSources())].filter(
      ([path, text]) => !isInRepository(path) || readRepositoryFile(path) !== text,
    );
    const wrong = stale.map(([path]) => `${path} is out of date: run node scripts/strings.ts`);
    assert.deepEqual(wrong, []);
  });
});

describe('package.json', () => {
  it('names texts that are there, and every text that is there', () => {
    const named = readRepositoryFile('package.json').match(/(?<="%)[\w.-]+(?=%")/g) ?? [];
    assert.deepEqual([...new Set(named)].sort(), Object.keys(readPackageTexts()).sort());
  });

  it('says nothing to people but through them', () => {
    const texts: unknown[] = [];
    JSON.parse(readRepositoryFile('package.json'), (key, value: unknown) => {
      if (READ_BY_PEOPLE.test(key)) texts.push(...(Array.isArray(value) ? value : [value]));
      return value;
    });
    const loose = texts.filter((text) => !/^%[\w.-]+%$/.test(String(text)));
    assert.deepEqual(loose, []);
  });
});

for (const language of LANGUAGES) {
  describe(`the translation into ${language}`, () => {
    const pairs = translationsInto(language);

    it('fills in the same things', () => {
      assert.deepEqual(different(pairs, /\{\d+\}/g), []);
    });

    it('names the same options, properties, files and settings', () => {
      assert.deepEqual(different(pairs, NAMES), []);
    });

    it('has different titles for different fixes, which people tell apart by them', () => {
      const seen = new Map<string, string>();
      const same = pairs.flatMap(({ english, translated }) => {
        if (!titles.has(english)) return [];
        const other = seen.get(translated) ?? english;
        seen.set(translated, english);
        return other === english ? [] : [`${translated}: ${other} / ${english}`];
      });
      assert.deepEqual(same, []);
    });

    it('begins and ends as the English does: no added full stop, no blanks', () => {
      const wrong = pairs.filter(({ english, translated }) => {
        const ends = (text: string) => /[.。]$/.test(text);
        return ends(english) !== ends(translated) || translated.trim() !== translated;
      });
      assert.deepEqual(wrong, []);
    });
  });
}

interface Pair {
  readonly english: string;
  readonly translated: string;
}

function translationsInto(language: Language): readonly Pair[] {
  return Object.entries(readBundle(language)).map(([english, translated]) => {
    return { english, translated };
  });
}

/**
 * What is spelled alike in every language: code, options with a dash or a value, names with a dash or an
 * underscore, addresses, keys, and what QEMU calls things.
 */
const NAMES = new RegExp(
  [
    '`[^`]+`',
    '\\*\\*',
    '<[\\w:]+>',
    '(?<![\\w-])-[a-z]+(?:=\\w+|(?: none)?)(?![\\w-])',
    '\\b[a-z]\\w*(?:-\\w+)*=[\\w=]*',
    '\\b(?:tls-authz|tls-creds|verify-peer|password-secret|ignore-file|rule-id|qemu-monitor-guard|object-add)\\b',
    '\\b(?:virsh|umask|chmod|mkdir|mux|fd|QEMU|HMP|QMP|TLS|VNC|SPICE|UNIX|NBD|SPICE|libvirt|seccomp)(?=s?\\b)',
    '\\b\\d+(?:\\.\\d+)+\\b',
    '/[\\w/]+',
    'Ctrl-[\\w-]+',
    'Monitor Guard',
  ].join('|'),
  'g',
);

/** The pairs in which a pattern finds other things in the one than in the other, in whatever order. */
function different(pairs: readonly Pair[], pattern: RegExp): readonly string[] {
  const found = (text: string) => [...new Set(text.match(pattern))].sort().join(' ');
  return pairs
    .filter(({ english, translated }) => found(english) !== found(translated))
    .map(({ english, translated }) => {
      return `${found(english)} / ${found(translated)}: ${english} / ${translated}`;
    });
}

/** What the package holds, by its path. */
function packaged<T>(path: string): T {
  return JSON.parse(built.get(path) ?? assert.fail(`no ${path}`));
}

describe('the package', () => {
  it('says each sentence and each text in each language as it was translated', () => {
    const sentences = Object.entries(readSentences());
    const fingerprints = packaged<readonly string[]>('dist/l10n/server.json');
    assert.ok(sentences.length > 500 && packageTexts.length > 0 && titles.size > 20);
    for (const language of LANGUAGES) {
      const known = readBundle(language);
      const ofClient = packaged(`dist/l10n/bundle.l10n.${language}.json`);
      const list = packaged<readonly (string | null)[]>(`dist/l10n/server.${language}.json`);
      const ofServer = fingerprints.map((sentence, index) => [sentence, list[index]]);
      const wanted = (others: string) =>
        sentences.flatMap(([text, who]) => (who === others ? [] : [[text, known[text] ?? null]]));
      assert.deepEqual(
        ofServer,
        wanted('client').map(([text, translated]) => [fingerprint(text ?? ''), translated]),
      );
      assert.deepEqual(ofClient, Object.fromEntries(wanted('server').filter(([, has]) => has)));
      assert.deepEqual(
        packaged(`package.nls.${language}.json`),
        Object.fromEntries(
          Object.entries(readPackageTexts()).flatMap(([key, text]) => {
            return known[text] === undefined ? [] : [[key, known[text]]];
          }),
        ),
      );
    }
  });
});
