/**
 * The scripts of examples/ say the same in files of other languages as they say alone: what is found in them, and what
 * their fixes make of them, through both layers of writing.
 */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { decodeLiteral } from '../../server/src/syntax/literals/decode.ts';
import { readLiterals } from '../../server/src/syntax/literals/reader.ts';
import { applyEdits } from '../../server/src/text/edit.ts';
import { written } from '../../server/src/text/mapped-text.ts';
import { analyzeText, type CheckOptions, fixesOf } from '../support/check.ts';
import { filesBelow, readRepositoryFile } from '../support/repository.ts';
import { LITERAL_LANGUAGES } from './lists/literal-languages.ts';

/** How a script is written into a file of another language and read out of it, by hand and not by what spells fixes. */
interface Host {
  readonly name: string;
  readonly languageId: string;
  readonly extension: string;
  readonly put: (script: string) => string;
  readonly get: (file: string) => string;
}

/** What the first literal of a file says. */
function literalIn(language: 'groovy' | 'nix'): Host['get'] {
  return (file) => {
    const { tokens } = readLiterals(file, LITERAL_LANGUAGES[language]);
    const [literal] = tokens.flatMap((token) => (token.kind === 'literal' ? [token] : []));
    assert.ok(literal, 'the script is there');
    return written(decodeLiteral(file, literal));
  };
}

/** The lines of a script behind a margin, and what stands behind a beginning without it. */
const indented = (script: string, margin: string): string => script.replace(/^(?=.)/gm, margin);
const behind =
  (beginning: string, margin: string): Host['get'] =>
  (file) =>
    file.slice(beginning.length).replaceAll(`\n${margin}`, '\n').replace(margin, '');

const YAML = 'boot:\n  script: |\n';
const DOCUMENT = 'FROM a\nRUN <<EOF\n';
const RECIPE = '.ONESHELL:\nSHELL = /bin/bash\nrun:\n';

const HOSTS: readonly Host[] = [
  {
    name: 'single quotes of Groovy',
    languageId: 'groovy',
    extension: 'groovy',
    put: (script) => `node {\n  sh '''${script.replace(/[\\']/g, '\\$&')}'''\n}\n`,
    get: literalIn('groovy'),
  },
  {
    name: 'double quotes of Groovy',
    languageId: 'groovy',
    extension: 'groovy',
    put: (script) => `node {\n  sh(script: """${script.replace(/[\\"$]/g, '\\$&')}""")\n}\n`,
    get: literalIn('groovy'),
  },
  {
    name: 'two quotes of Nix',
    languageId: 'nix',
    extension: 'nix',
    put: (script) => {
      const inside = script.replaceAll("''", "'''").replace(/\$\{/g, "''${");
      return `{\n  script = ''\n${inside}'';\n}\n`;
    },
    get: literalIn('nix'),
  },
  {
    name: 'double quotes of Nix',
    languageId: 'nix',
    extension: 'nix',
    put: (script) => `{\n  script = "${script.replace(/[\\"]|\$\{/g, '\\$&')}";\n}\n`,
    get: literalIn('nix'),
  },
  {
    name: 'a block of YAML',
    languageId: 'yaml',
    extension: 'yml',
    put: (script) => YAML + indented(script, '    '),
    get: behind(YAML, '    '),
  },
  {
    name: 'a document of a Dockerfile',
    languageId: 'dockerfile',
    extension: 'dockerfile',
    put: (script) => `${DOCUMENT}${script}EOF\n`,
    get: (file) => file.slice(DOCUMENT.length, -'EOF\n'.length),
  },
  {
    name: 'a recipe of a justfile',
    languageId: 'just',
    extension: 'just',
    put: (script) => `run:\n${indented(script, '    ')}`,
    get: behind('run:\n', '    '),
  },
  {
    name: 'a recipe of a Makefile',
    languageId: 'makefile',
    extension: 'mk',
    put: (script) => RECIPE + indented(script.replaceAll('$', '$$$$'), '\t'),
    get: (file) => behind(RECIPE, '\t')(file).replaceAll('$$', '$'),
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
 * Whether a host has another fix than a file that is a script: only there a socket lies in a directory that the script
 * makes, and a monitor on the loopback of a container cannot be reached from outside.
 */
function differs(fix: string, script: string, languageId: string): boolean {
  if (fix.endsWith(' listen-on-loopback')) return languageId === 'dockerfile';
  return fix.endsWith('-unix') && MAKES_DIRECTORIES.has(script);
}

const MAKES_DIRECTORIES = new Set(['export-disks', 'leftovers']);

for (const { name, languageId, extension, put, get } of HOSTS) {
  describe(`a script in ${name}`, () => {
    for (const path of SCRIPTS) {
      it(`says what ${path} says`, () => {
        const script = readRepositoryFile(path);
        const text = put(script);
        const base = path.replace(/^.*\/|\.sh$/g, '');
        const alone: CheckOptions = { path: `/w/${base}.sh` };
        const options: CheckOptions = { languageId, path: `/w/${base}.${extension}` };
        assert.equal(get(text), script);
        assert.deepEqual(found(text, options), found(script, alone));
        const own = fixed(script, alone, (after) => after);
        const inHost = fixed(text, options, get);
        for (const [fix, after] of own) {
          if (!differs(fix, base, languageId)) assert.equal(inHost.get(fix), after, fix);
        }
        const wrong = [...inHost.keys()].filter((fix) => !own.has(fix));
        assert.deepEqual(wrong, []);
      });
    }
  });
}

describe('a script that begins with an assignment', () => {
  const monitor = '-chardev socket,id=m,path=/run/x,server=on,wait=off -mon chardev=m,mode=control';
  const script = `A='kvm -m 1G ${monitor}'; $A`;
  const word = JSON.stringify(script);
  for (const [languageId, path, text] of [
    ['python', '/w/run.py', `import subprocess\nsubprocess.run(["sh", "-c", ${word}])\n`],
    ['dockerfile', '/w/Dockerfile', `FROM a\nCMD ["sh", "-c", ${word}]\n`],
    ['yaml', '/w/compose.yml', `services:\n  vm:\n    command: ["sh", "-c", ${word}]\n`],
    ['systemd', '/w/vm.service', `[Service]\nExecStart=/bin/sh -c ${word.replace('$', '$$$$')}\n`],
  ] as const) {
    it(`holds no options for other programs where ${languageId} gives it to a shell`, () => {
      assert.deepEqual(found(text, { languageId, path }), []);
    });
  }
});
