/**
 * Lists of options in each language as they may be laid out: option and value on one line, on two, in two calls, in one
 * string, and with a part that the program puts in behind the host, or as the host.
 */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { analyzeText } from '../../support/check.ts';

/** How a language writes a list, and text with a part that is put in. */
interface Notation {
  readonly languageId: string;
  readonly path: string;
  readonly literal: (text: string) => string;
  /** `HOST` and `PORT` in the text are put in when the program runs. */
  readonly formatted: (text: string) => string;
  readonly list: (items: readonly string[], gap: string) => string;
  /** Adds one element after the other; undefined where no language has calls. */
  readonly calls?: (items: readonly string[]) => string;
}

const quoted = (text: string): string => `"${text}"`;
const single = (text: string): string => `'${text}'`;
const commas = (items: readonly string[], gap: string): string => items.join(`,${gap}`);
const template =
  (open: string, close: string) =>
  (text: string): string =>
    text.replace(/HOST|PORT/g, (name) => `${open}${name.toLowerCase()}${close}`);
const called =
  (before: string, after: string) =>
  (items: readonly string[]): string =>
    items.map((item) => `${before}${item}${after}`).join('\n');
/** `format("tcp:%s:%d", host, port)`. */
const printed =
  (name: string, host: string, port: string, begin = '') =>
  (text: string): string => {
    const names = text.match(/HOST|PORT/g) ?? [];
    const format = text.replace('HOST', host).replace('PORT', port);
    return `${name}(${begin}"${format}"${names.map((one) => `, ${one.toLowerCase()}`).join('')})`;
  };

const NOTATIONS: readonly Notation[] = [
  {
    languageId: 'javascript',
    path: '/w/a.js',
    literal: single,
    formatted: (text) => `\`${template('${', '}')(text)}\``,
    list: (items, gap) => `const a = [${commas(items, gap)}];`,
    calls: called('a.push(', ');'),
  },
  {
    languageId: 'typescriptreact',
    path: '/w/a.tsx',
    literal: quoted,
    formatted: (text) =>
      `"${text.replace(/HOST|PORT/g, (name) => `" + ${name.toLowerCase()} + "`)}"`,
    list: (items, gap) => `const a: string[] = [${commas(items, gap)}];`,
    calls: called('a.push(', ')'),
  },
  {
    languageId: 'go',
    path: '/w/a.go',
    literal: quoted,
    formatted: printed('fmt.Sprintf', '%s', '%d'),
    list: (items, gap) => `a := []string{${commas(items, gap)}}`,
    calls: (items) => `func f() {\n${called('\ta = append(a, ', ')')(items)}\n}`,
  },
  {
    languageId: 'rust',
    path: '/w/a.rs',
    literal: quoted,
    formatted: printed('&format!', '{}', '{}'),
    list: (items, gap) => `fn f() { c.args([${commas(items, gap)}]); }`,
    calls: (items) => `fn f() { c${called('.arg(', ')')(items)}; }`,
  },
  {
    languageId: 'cpp',
    path: '/w/a.cpp',
    literal: quoted,
    formatted: (text) => {
      const names = text.match(/HOST|PORT/g) ?? [];
      const numbered = names.reduce((one, name, index) => one.replace(name, `%${index + 1}`), text);
      return `QString("${numbered}")${names.map((name) => `.arg(${name.toLowerCase()})`).join('')}`;
    },
    list: (items) => `void f() { args << ${items.join(' << ')}; }`,
    calls: (items) => `void f() { ${called('v.push_back(', ');')(items)} }`,
  },
  {
    languageId: 'csharp',
    path: '/w/a.cs',
    literal: quoted,
    formatted: (text) => `$"${template('{', '}')(text)}"`,
    list: (items, gap) => `class A { string[] a = { ${commas(items, gap)} }; }`,
    calls: (items) => `class A { void F() { ${called('a.Add(', ');')(items)} } }`,
  },
  {
    languageId: 'java',
    path: '/w/A.java',
    literal: quoted,
    formatted: printed('String.format', '%s', '%d'),
    list: (items, gap) => `class A { List<String> a = List.of(${commas(items, gap)}); }`,
    calls: (items) => `class A { void f() { ${called('a.add(', ');')(items)} } }`,
  },
  {
    languageId: 'kotlin',
    path: '/w/a.kt',
    literal: quoted,
    formatted: (text) => `"${template('${', '}')(text)}"`,
    list: (items, gap) => `val a = listOf(${commas(items, gap)})`,
    calls: (items) => `fun f() {\n${called('a.add(', ')')(items)}\n}`,
  },
  {
    languageId: 'groovy',
    path: '/w/a.groovy',
    literal: single,
    formatted: (text) => `"${template('${', '}')(text)}"`,
    list: (items, gap) => `def a = [${commas(items, gap)}]`,
  },
  {
    languageId: 'perl',
    path: '/w/a.pl',
    literal: single,
    formatted: (text) => `"${text.replace('HOST', '$$h->{host}').replace('PORT', '${port}')}"`,
    list: (items, gap) => `my @a = (${commas(items, gap)});`,
    calls: called('push @a, ', ';'),
  },
  {
    languageId: 'ruby',
    path: '/w/a.rb',
    literal: single,
    formatted: (text) => `"${template('#{', '}')(text)}"`,
    list: (items, gap) => `a = [${commas(items, gap)}]`,
    calls: called('a.push(', ')'),
  },
  {
    languageId: 'ruby',
    path: '/w/Vagrantfile',
    literal: quoted,
    formatted: (text) => `"${template('#{', '}')(text)}"`,
    list: (items) => called('libvirt.qemuargs :value => ', '')(items),
    calls: called('libvirt.qemuargs value: ', ''),
  },
  {
    languageId: 'zig',
    path: '/w/a.zig',
    literal: quoted,
    formatted: printed('b.fmt', '{s}', '{d}'),
    list: (items, gap) => `run.addArgs(&.{ ${commas(items, gap)} });`,
    calls: called('run.addArg(', ');'),
  },
  {
    languageId: 'nix',
    path: '/w/a.nix',
    literal: quoted,
    formatted: (text) => `"${template('${', '}')(text)}"`,
    list: (items, gap) => `{ a = [ ${items.join(gap)} ]; }`,
  },
  {
    languageId: 'cmake',
    path: '/w/a.cmake',
    literal: quoted,
    formatted: template('${', '}'),
    list: (items, gap) => `list(APPEND A ${items.join(gap)})`,
  },
  {
    languageId: 'hcl',
    path: '/w/a.hcl',
    literal: quoted,
    formatted: (text) => `"${template('${var.', '}')(text)}"`,
    list: (items, gap) => `a = [[${commas(items, gap)}]]`,
  },
  {
    languageId: 'json',
    path: '/w/a.json',
    literal: quoted,
    formatted: (text) => `"${template('{{', '}}')(text)}"`,
    list: (items, gap) => `{"a": [${commas(items, gap)}]}`,
  },
  {
    languageId: 'toml',
    path: '/w/a.toml',
    literal: single,
    formatted: (text) => `"${template('@', '@')(text)}"`,
    list: (items, gap) => `a = [${commas(items, gap)}]`,
  },
  {
    languageId: 'powershell',
    path: '/w/a.ps1',
    literal: single,
    formatted: (text) => `"${template('${', '}')(text)}"`,
    list: (items, gap) => `$a = @(${commas(items, gap)})`,
    calls: called('$a.Add(', ')'),
  },
  {
    languageId: 'bat',
    path: '/w/a.bat',
    literal: quoted,
    formatted: template('%', '%'),
    list: (items, gap) => `qemu ${items.join(gap.replace('\n', ' ^\n'))}`,
  },
];

/** An address with the text that its finding stands on, as far as that is literal. */
const ADDRESSES: readonly (readonly [text: string, found: string | undefined])[] = [
  ['tcp:0.0.0.0:4444,server', '0.0.0.0'],
  ['telnet:127.0.0.1:4444,server,nowait', '127.0.0.1'],
  ['tcp:0.0.0.0:PORT,server', '0.0.0.0'],
  ['tcp:127.0.0.1:PORT,server=on,wait=off', '127.0.0.1'],
  ['tcp:HOST:4444,server', undefined],
  ['tcp:HOST:PORT,server', undefined],
];

for (const { languageId, path, literal, formatted, list, calls } of NOTATIONS) {
  describe(`lists in ${languageId}`, () => {
    for (const [address, found] of ADDRESSES) {
      const value = /HOST|PORT/.test(address) ? formatted(address) : literal(address);
      const layouts = new Map([
        ['on one line', list([literal('-m'), literal('1G'), literal('-monitor'), value], ' ')],
        ['on two lines', list([literal('-qmp'), value, literal('-S')], '\n  ')],
        ['in two calls', calls?.([literal('-S'), literal('-qmp'), value])],
      ]);
      for (const [layout, text] of layouts) {
        if (text === undefined) continue;
        it(`have ${address} with its option ${layout}`, () => {
          const { findings, connections } = analyzeText(text, { languageId, path });
          const { machines } = connections;
          assert.equal(machines.length, 1, text);
          assert.equal(findings.length, 1, text);
          const [finding] = findings;
          if (found !== undefined)
            assert.equal(text.slice(finding?.at.start, finding?.at.end), found);
        });
      }
      it(`have ${address} with its option in one string`, () => {
        const both = `-m 1G -monitor ${address} -S`;
        const item = /HOST|PORT/.test(address) ? formatted(both) : literal(both);
        const text = list([item], ' ');
        const { findings } = analyzeText(text, { languageId, path });
        assert.equal(findings.length, 1, text);
      });
    }
  });
}
