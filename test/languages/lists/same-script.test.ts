/**
 * The scripts of examples/ say the same in a Jenkinsfile and in Nix as they say alone: what is found in them, and what
 * their fixes make of them, through both layers of quotes.
 */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { decodeLiteral } from '../../../server/src/syntax/literals/decode.ts';
import { LITERAL_LANGUAGES } from '../../../server/src/syntax/literals/languages.ts';
import { readLiterals } from '../../../server/src/syntax/literals/reader.ts';
import { applyEdits } from '../../../server/src/text/edit.ts';
import { written } from '../../../server/src/text/mapped-text.ts';
import { analyzeText, type CheckOptions, fixesOf } from '../../support/check.ts';
import { filesBelow, readRepositoryFile } from '../../support/repository.ts';

/** How a script is written into a file of another language, by hand and not by what spells fixes. */
interface Host {
  readonly name: string;
  readonly language: 'groovy' | 'nix';
  readonly around: readonly [before: string, behind: string];
  readonly inside: (script: string) => string;
}

const HOSTS: readonly Host[] = [
  {
    name: 'single quotes of Groovy',
    language: 'groovy',
    around: ["node {\n  sh '''", "'''\n}\n"],
    inside: (script) => script.replace(/[\\']/g, '\\$&'),
  },
  {
    name: 'double quotes of Groovy',
    language: 'groovy',
    around: ['node {\n  sh(script: """', '""")\n}\n'],
    inside: (script) => script.replace(/[\\"$]/g, '\\$&'),
  },
  {
    name: 'two quotes of Nix',
    language: 'nix',
    around: ["{\n  script = ''\n", "'';\n}\n"],
    inside: (script) => script.replaceAll("''", "'''").replace(/\$\{/g, "''${"),
  },
  {
    name: 'double quotes of Nix',
    language: 'nix',
    around: ['{\n  script = "', '";\n}\n'],
    inside: (script) => script.replace(/[\\"]|\$\{/g, '\\$&'),
  },
];

/** What brings in files has them where it is alone. */
const SCRIPTS = filesBelow('examples').filter((path) => {
  return path.endsWith('.sh') && !/^(?:source|\.) /m.test(readRepositoryFile(path));
});

function found(text: string, options: CheckOptions): readonly string[] {
  const analysis = analyzeText(text, options);
  return analysis.findings.map(({ rule, severity, message }) => `${severity} ${rule}: ${message}`);
}

/** What each fix makes of the script, by its finding. */
function fixed(
  text: string,
  options: CheckOptions,
  scriptIn: (text: string) => string,
): ReadonlyMap<string, string> {
  const analysis = analyzeText(text, options);
  return new Map(
    analysis.findings.flatMap((finding, index) => {
      return fixesOf(analysis, finding, options).map((fix) => {
        const after = applyEdits(text, fix.edits) ?? assert.fail('edits overlap');
        return [`${index} ${fix.id}`, scriptIn(after)] as const;
      });
    }),
  );
}

/**
 * Whether a fix is another one in a file that is a script: only there a word is divided in quotes, and a directory that the
 * script makes holds a socket.
 */
function isOfFiles(fix: string, script: string): boolean {
  return fix.endsWith('split-word') || (fix.endsWith('-unix') && MAKES_DIRECTORIES.has(script));
}

const MAKES_DIRECTORIES = new Set(['export-disks', 'leftovers']);

for (const { name, language, around, inside } of HOSTS) {
  const [before, behind] = around;
  describe(`a script in ${name}`, () => {
    for (const path of SCRIPTS) {
      it(`says what ${path} says`, () => {
        const script = readRepositoryFile(path);
        const text = before + inside(script) + behind;
        const base = path.replace(/^.*\/|\.sh$/g, '');
        const alone: CheckOptions = { path: `/w/${base}.sh` };
        const options: CheckOptions = { languageId: language, path: `/w/${base}.${language}` };
        /** What the shell gets. */
        const scriptIn = (file: string): string => {
          const { tokens } = readLiterals(file, LITERAL_LANGUAGES[language]);
          const [literal] = tokens.flatMap((token) => (token.kind === 'literal' ? [token] : []));
          assert.ok(literal, 'the script is there');
          return written(decodeLiteral(file, literal));
        };
        assert.equal(scriptIn(text), script);
        assert.deepEqual(found(text, options), found(script, alone));
        const own = fixed(script, alone, (after) => after);
        const inHost = fixed(text, options, scriptIn);
        for (const [fix, after] of own) {
          if (!isOfFiles(fix, base)) assert.equal(inHost.get(fix), after, fix);
        }
        assert.deepEqual(
          [...inHost.keys()].filter((fix) => !own.has(fix)),
          [],
        );
      });
    }
  });
}
