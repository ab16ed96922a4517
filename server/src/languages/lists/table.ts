/** Languages and data formats whose literals hold QEMU options, a row each. */

import { type StringForm, stringForm } from '../../syntax/literals/forms.ts';
import type { LiteralLanguage } from '../../syntax/literals/language.ts';

/** Files of a language with an id that editors know. */
export interface ListFiles {
  readonly id: string;
  readonly names: RegExp;
  readonly firstLine?: RegExp;
  /** Whether the name overrides the editor's language. */
  readonly isOwn?: true;
  readonly hasNoComments?: true;
  /** The directory for sockets by the text before a place; by default the working directory. */
  readonly directoryBehind?: (text: string) => string;
  readonly patterns?: readonly string[];
}

/** A row of the table. */
export interface ListLanguage extends LiteralLanguage {
  readonly files: readonly ListFiles[];
  /** Begins a new comment; by default the first of `lineComments`. */
  readonly comment?: string;
  readonly windowsDirectory?: string;
}

/** `build.gradle`, `Jenkinsfile`, `Jenkinsfile.nightly`, `ci.Jenkinsfile`; not `Jenkinsfile.md`. */
const GROOVY_NAMES =
  /(?:^|\/)Jenkinsfile(?:[.-](?!(?:md|txt|rst|html?|py|sh|js|json|ya?ml|xml|j2|patch|diff|orig|log|bak)$)[\w-]+)?$|\.(?:groovy|gradle|gvy|[Jj]enkinsfile)$/;

const C_COMMENTS = {
  lineComments: ['//'],
  blockComments: [{ open: '/*', close: '*/' }],
} as const;

const NAME = /[A-Za-z_$\u0080-\uffff][\w$\u0080-\uffff]*/y;
const C_CHARACTER = /'(?:[^'\\\n]|\\.[^'\n]{0,10})'/y;

const C_LIKE = {
  ...C_COMMENTS,
  names: NAME,
  characters: C_CHARACTER,
  blocks: 'some',
  asks: true,
} as const;

type Parts = Partial<Omit<Parameters<typeof stringForm>[0], 'id' | 'close'>>;
type Close = string | StringForm['close'];

function form(id: string, open: RegExp, close: Close, parts: Parts = {}): StringForm {
  return stringForm({ escapes: 'backslash', ...parts, id, open, close });
}

function double(id: string, parts: Parts = {}): StringForm {
  return form(id, parts.open ?? /"/y, '"', parts);
}

function raw(id: string, open: RegExp, close: Close): StringForm {
  return form(id, open, close, { multiline: true, escapes: 'none' });
}

const DOUBLE = double('double', { sums: '"' });
const SINGLE = form('single', /'/y, "'", { sums: "'" });
const TEMPLATE = form('template', /`/y, '`', { sums: '`', multiline: true, holes: ['${'] });
const RAW_BACKTICK = raw('raw-backtick', /`/y, '`');
const C_DOUBLE = double('c-double', { sums: '"', open: /(?:u8|[uUL])?"/y });
const CPP_RAW = raw('cpp-raw', /(?:u8|[uUL])?R"([^()\\\s]{0,16})\(/y, (group) => `)${group}"`);
const RUST_DOUBLE = double('rust-double', { open: /[bc]?"/y, multiline: true, trims: true });
const RUST_RAW = raw('rust-raw', /[bc]?r(#{0,32})"/y, (group) => `"${group}`);
const TEXT_BLOCK = form('text-block', /"""/y, '"""', { multiline: true });
const DOLLAR_DOUBLE = double('dollar-double', { sums: '"', holes: ['${', '$name'] });
const KOTLIN_RAW = form('kotlin-raw', /"""/y, '"""', {
  multiline: true,
  escapes: 'none',
  holes: ['${', '$name'],
});
const GROOVY_DOUBLE = double('groovy-double', { sums: '"', holes: ['${', '$path.name'] });
const GROOVY_TRIPLE = form('groovy-triple', /"""/y, '"""', {
  multiline: true,
  holes: ['${', '$path.name'],
});
/** Ends at the line, so that a stray quote costs one line, although Ruby's strings may go on. */
const RUBY_DOUBLE = double('ruby-double', { sums: '"', holes: ['#{'] });
const RUBY_COMMAND = form('ruby-command', /`/y, '`', { holes: ['#{'] });
const RUBY_SINGLE = form('ruby-single', /'/y, "'", { escapes: 'quote', sums: "'" });
const RUBY_CLOSING: ReadonlyMap<string, string> = new Map([
  ['(', ')'],
  ['[', ']'],
  ['{', '}'],
  ['<', '>'],
]);
/** `%W(-m 1G)` and the like; after a value `%` is an operator. The words of a list are one text. */
const RUBY_PERCENT = form(
  'ruby-percent',
  /(?<![\w)\]])%[WQIx]([([{<|!])/y,
  (group) => RUBY_CLOSING.get(group) ?? group,
  { multiline: true, nests: true, escapes: 'none', holes: ['#{'] },
);
const RUBY_PERCENT_PLAIN = stringForm({
  ...RUBY_PERCENT,
  id: 'ruby-percent-plain',
  open: /(?<![\w)\]])%[wqi]([([{<|!])/y,
  holes: [],
});
/** Perl strings, which end at the line for the same reason. */
const PERL_DOUBLE = double('perl-double', { sums: '"', holes: ['$name->{key}', '@name'] });
const PERL_COMMAND = form('perl-command', /`/y, '`', { holes: PERL_DOUBLE.holes });
const PERL_SINGLE = stringForm({ ...RUBY_SINGLE, id: 'perl-single', close: "'" });
/** `qq(…)`, `q{…}`, `qw(-m 1G)` (one text); not `$q{…}` or `q => …`. */
const PERL_QUOTED = stringForm({
  ...RUBY_PERCENT,
  id: 'perl-quoted',
  open: /(?<![\w$@%&>{-])(?:qq|qx) ?([([{<|!])/y,
  holes: PERL_DOUBLE.holes,
});
const PERL_PLAIN = stringForm({
  ...RUBY_PERCENT_PLAIN,
  id: 'perl-plain',
  open: /(?<![\w$@%&>{-])qw? ?([([{<|!])/y,
});
const TRIPLE_SINGLE = form('triple-single', /'''/y, "'''", { multiline: true });
const TOML_SINGLE = form('toml-single', /'/y, "'", { escapes: 'none' });
const TOML_TRIPLE_SINGLE = raw('toml-triple', /'''/y, "'''");
const TOML_TRIPLE = stringForm({ ...TEXT_BLOCK, id: 'toml-triple-double', trims: true });
const HCL_DOUBLE = double('hcl-double', { holes: ['${', '%{'] });
const LONG_DOUBLE = double('long-double', { multiline: true, holes: ['${'] });
const NIX_DOUBLE = stringForm({ ...LONG_DOUBLE, id: 'nix-double', keepsLines: true });
const NIX_INDENTED = form('nix-indented', /''/y, "''", {
  multiline: true,
  escapes: 'indented',
  holes: ['${'],
});
const CMAKE_BRACKET = raw('cmake-bracket', /\[(=*)\[/y, (group) => `]${group}]`);
const CMAKE_WORD = form('cmake-word', /(?=[^\s()#"])/y, '', {
  holes: ['${'],
  word: /(?:[^\s()#"\\$]|\\.|\$\{[^}\s]{0,200}\}|\$)+/y,
});
const CSHARP_VERBATIM = double('csharp-verbatim', {
  open: /@"/y,
  multiline: true,
  escapes: 'doubled',
});
const CSHARP_HOLES = double('csharp-holes', { open: /\$"/y, holes: ['{'] });
const CSHARP_VERBATIM_HOLES = stringForm({
  ...CSHARP_VERBATIM,
  id: 'csharp-verbatim-holes',
  open: /(?:\$@|@\$)"/y,
  holes: ['{'],
});
const CSHARP_RAW = raw('csharp-raw', /("{3,16})/y, (group) => group);
const ZIG_LINE = stringForm({ id: 'zig-line', open: /\\\\/y, close: '\n', escapes: 'none' });
const POWERSHELL_DOUBLE = double('powershell-double', {
  multiline: true,
  escapes: 'backtick',
  holes: ['${', '$(', '$scope:name'],
});
const POWERSHELL_SINGLE = form('powershell-single', /'/y, "'", {
  multiline: true,
  escapes: 'doubled',
});
const POWERSHELL_HERE = stringForm({
  ...POWERSHELL_DOUBLE,
  id: 'powershell-here',
  open: /@"(?=[ \t]*\r?\n)/y,
  close: '\n"@',
});
const POWERSHELL_HERE_SINGLE = raw('powershell-here-single', /@'(?=[ \t]*\r?\n)/y, "\n'@");
/** An argument of a native command: an option, a word with a colon, or the word at a mark. */
const POWERSHELL_WORD = form(
  'powershell-word',
  /(?<=[\s`])(?=--?[A-Za-z]|(?:tcp|telnet):|[\d.]{0,15}:\d|[A-Za-z][\w.-]*:(?!:)|socket,|chardev=|[a-z]{0,10}[\ue000-\uf8ff])/y,
  '',
  {
    escapes: 'none',
    holes: ['${', '$(', '$scope:name'],
    word: /(?:[^\s"'`$(){};|&]|\$\{[^}\s]{0,200}\}|\$\([^()\n]{0,200}\)|\$)+/y,
  },
);
/** `NAME=value` of `set`, with blanks. */
const BATCH_SET = form('batch-set', /(?<=(?:^|[\s&(@])set[ \t]{1,9})(?=[^\s"=/&|<>()^]+=)/iy, '', {
  escapes: 'none',
  holes: ['%name%', '!name!'],
  word: /(?:[^\s&|<>()"^]|[ \t]{1,9}(?=[^\s&|<>()"^]))+/y,
});
const BATCH_WORD = form('batch-word', /(?=[^\s&|<>()"^])/y, '', {
  escapes: 'none',
  holes: ['%name%', '!name!'],
  word: /(?:[^\s&|<>()"^])+/y,
});
const BATCH_DOUBLE = double('batch-double', { escapes: 'none', holes: ['%name%', '!name!'] });

/** The first row that matches a name counts. */
export const LIST_LANGUAGES = {
  javascript: {
    files: [
      { id: 'javascript', names: /\.[cm]?js$/, firstLine: /^#!.*\bnode\b/ },
      { id: 'javascriptreact', names: /\.jsx$/ },
      { id: 'typescript', names: /\.[cm]?ts$/ },
      { id: 'typescriptreact', names: /\.tsx$/ },
      { id: 'json5', names: /\.json5$/, patterns: ['**/*.json5'] },
    ],
    ...C_COMMENTS,
    names: NAME,
    hasPatterns: true,
    lines: {},
    blocks: 'some',
    asks: true,
    strings: [DOUBLE, SINGLE, TEMPLATE],
  },
  go: {
    files: [{ id: 'go', names: /\.go$/ }],
    ...C_COMMENTS,
    names: NAME,
    lines: {},
    characters: C_CHARACTER,
    blocks: 'some',
    strings: [DOUBLE, RAW_BACKTICK],
  },
  rust: {
    files: [{ id: 'rust', names: /\.rs$/ }],
    lineComments: ['//'],
    names: NAME,
    blocks: 'some',
    tries: true,
    fixesLength: true,
    blockComments: [{ open: '/*', close: '*/', nests: true }],
    // And lifetimes, which have one quote.
    characters: /b?'(?:[^'\\\n]|\\.[^'\n]{0,10})'|'[A-Za-z_]\w*/y,
    strings: [RUST_RAW, RUST_DOUBLE],
  },
  c: {
    files: [
      { id: 'c', names: /\.c$/ },
      { id: 'cpp', names: /\.(?:cc|cpp|cxx|c\+\+|C|hh|hpp|hxx|h|ipp|inl)$/ },
    ],
    ...C_LIKE,
    neighbours: 'one',
    strings: [CPP_RAW, C_DOUBLE],
  },
  csharp: {
    files: [{ id: 'csharp', names: /\.csx?$/ }],
    ...C_LIKE,
    strings: [CSHARP_RAW, CSHARP_VERBATIM_HOLES, CSHARP_VERBATIM, CSHARP_HOLES, DOUBLE],
  },
  java: {
    files: [{ id: 'java', names: /\.java$/ }],
    ...C_LIKE,
    strings: [TEXT_BLOCK, DOUBLE],
  },
  kotlin: {
    files: [{ id: 'kotlin', names: /\.kts?$/, patterns: ['**/*.{kt,kts}'] }],
    lineComments: ['//'],
    names: NAME,
    lines: {},
    characters: C_CHARACTER,
    blocks: 'most',
    blockComments: [{ open: '/*', close: '*/', nests: true }],
    strings: [KOTLIN_RAW, DOLLAR_DOUBLE],
  },
  groovy: {
    files: [{ id: 'groovy', names: GROOVY_NAMES }],
    ...C_COMMENTS,
    names: NAME,
    lines: {},
    blocks: 'most',
    asks: true,
    shells: 'steps',
    strings: [GROOVY_TRIPLE, TRIPLE_SINGLE, GROOVY_DOUBLE, SINGLE],
  },
  ruby: {
    files: [
      // Editors call it Ruby.
      {
        id: 'vagrantfile',
        names: /(?:^|\/)Vagrantfile$/,
        isOwn: true,
        directoryBehind: directoryOfProvider,
        patterns: ['**/Vagrantfile'],
      },
      { id: 'ruby', names: /(?:^|\/)Rakefile$|\.(?:rb|rake)$/, firstLine: /^#!.*\bruby\b/ },
    ],
    lineComments: ['#'],
    lines: {},
    hasPatterns: true,
    asks: true,
    callsBare: true,
    // `=begin` to `=end`, each at the start of a line.
    commentLines: /=begin\b([\s\S]*?\n)=end\b[^\n]*/y,
    names: /@{0,2}[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*[?!]?|\$[A-Za-z_]\w*/y,
    strings: [RUBY_DOUBLE, RUBY_SINGLE, RUBY_COMMAND, RUBY_PERCENT, RUBY_PERCENT_PLAIN],
  },
  perl: {
    files: [{ id: 'perl', names: /\.(?:pl|PL|pm|t|psgi)$/, firstLine: /^#!.*\bperl\b/ }],
    lineComments: ['#'],
    hasPatterns: true,
    asks: true,
    blocks: 'some',
    callsBare: true,
    joins: ['.'],
    arrowsLead: true,
    // `=pod` or another directive to `=cut`.
    commentLines: /=[a-z]\w*\b([\s\S]*?\n)=cut\b[^\n]*/y,
    names: /[$@%&]{0,2}[A-Za-z_]\w*(?:::\w+)*|\$#?\d+|\$#(?=[{$])|\$[&!@;,./\\"]/y,
    strings: [PERL_DOUBLE, PERL_SINGLE, PERL_COMMAND, PERL_QUOTED, PERL_PLAIN],
  },
  zig: {
    files: [{ id: 'zig', names: /\.(?:zig|zon)$/, patterns: ['**/*.{zig,zon}'] }],
    lineComments: ['//'],
    names: NAME,
    blocks: 'some',
    characters: C_CHARACTER,
    strings: [ZIG_LINE, DOUBLE],
  },
  nix: {
    files: [{ id: 'nix', names: /\.nix$/, patterns: ['**/*.nix'] }],
    lineComments: ['#'],
    blockComments: [{ open: '/*', close: '*/' }],
    names: /[A-Za-z_][\w'-]*/y,
    neighbours: 'elements',
    shells: 'values',
    strings: [NIX_INDENTED, NIX_DOUBLE],
  },
  cmake: {
    files: [
      {
        id: 'cmake',
        names: /(?:^|\/)CMakeLists\.txt$|\.cmake(?:\.in)?$/,
        patterns: ['**/CMakeLists.txt', '**/*.cmake'],
      },
    ],
    lineComments: ['#'],
    blockComments: [{ open: '#[[', close: ']]' }],
    joinsTouching: true,
    sets: 'call',
    names: /[A-Za-z_]\w*(?=[ \t]*\()/y,
    neighbours: 'elements',
    strings: [CMAKE_BRACKET, LONG_DOUBLE, CMAKE_WORD],
  },
  hcl: {
    files: [
      { id: 'hcl', names: /\.(?:hcl|tf|tfvars|nomad)$/, patterns: ['**/*.{hcl,tf,tfvars,nomad}'] },
    ],
    lineComments: ['#', '//'],
    blockComments: [{ open: '/*', close: '*/' }],
    blocks: 'scopes',
    asks: true,
    names: /[A-Za-z_][\w-]*/y,
    lines: {},
    strings: [HCL_DOUBLE],
  },
  toml: {
    files: [{ id: 'toml', names: /\.toml$|\/\.cargo\/config$/, patterns: ['**/*.toml'] }],
    lineComments: ['#'],
    names: /[A-Za-z_][\w-]*/y,
    lines: {},
    strings: [TOML_TRIPLE, TOML_TRIPLE_SINGLE, DOUBLE, TOML_SINGLE],
  },
  json: {
    files: [
      { id: 'jsonc', names: /\.jsonc$|\/\.vscode\/[^/]+\.json$/ },
      // And projects and appliances of GNS3.
      {
        id: 'json',
        names: /\.(?:json|gns3a?)$/,
        patterns: ['**/*.{gns3,gns3a}'],
        hasNoComments: true,
      },
    ],
    ...C_COMMENTS,
    names: NAME,
    strings: [DOUBLE],
  },
  powershell: {
    files: [{ id: 'powershell', names: /\.ps(?:1|m1|d1)$/i }],
    windowsDirectory: '$env:LOCALAPPDATA',
    lineComments: ['#'],
    blockComments: [{ open: '<#', close: '#>' }],
    joinsTouching: true,
    blocks: 'some',
    names: /\$\{[^}\n]{0,200}\}|[$@]?(?:[A-Za-z_]\w*:(?=\w))?[A-Za-z_][\w-]*|\$[_?^$]/y,
    neighbours: 'elements',
    lines: { continuedBy: '`' },
    ignoresCase: true,
    strings: [
      ...[POWERSHELL_HERE, POWERSHELL_HERE_SINGLE, POWERSHELL_DOUBLE, POWERSHELL_SINGLE],
      POWERSHELL_WORD,
    ],
  },
  batch: {
    files: [{ id: 'bat', names: /\.(?:bat|cmd)$/i }],
    windowsDirectory: '%LOCALAPPDATA%',
    comment: 'rem',
    lineComments: [],
    names: /(?!)/y,
    joinsTouching: true,
    sets: 'command',
    commentLines: /@?[ \t]*(?:rem(?![\w.:/\\-])|::?)([^\n]*)/iy,
    neighbours: 'elements',
    lines: { continuedBy: '^' },
    ignoresCase: true,
    strings: [BATCH_DOUBLE, BATCH_SET, BATCH_WORD],
  },
} satisfies Readonly<Record<string, ListLanguage>>;

/** The socket directory of a Vagrant machine, by its provider: libvirt or `qemu`. */
function directoryOfProvider(text: string): string {
  const begins = text.slice(Math.max(0, text.lastIndexOf('provider')));
  const [, provider] = /^provider\W{1,4}(\w+)/.exec(begins) ?? [];
  return provider === 'qemu' ? '' : '/var/lib/libvirt/qemu/';
}
