/** Literals and comments of each language, one row each. */
import { type StringForm, stringForm } from './forms.ts';

/** What the reader of literals knows of a language. */
export interface LiteralLanguage {
  readonly id: LiteralLanguageId;
  readonly lineComments: readonly string[];
  readonly blockComments: readonly {
    readonly open: string;
    readonly close: string;
    readonly nests?: true;
  }[];
  /** Block comments that are whole lines. Sticky; the group is the text. */
  readonly commentLines?: RegExp;
  /** String forms, longer openings first. */
  readonly strings: readonly StringForm[];
  /** An identifier. Sticky. */
  readonly names: RegExp;
  /** Character literals such as `'"'`, which are no strings. Sticky. */
  readonly characters?: RegExp;
  /** Whether `/` may begin a regular expression. */
  readonly hasPatterns?: true;
  /** What two adjacent strings are: one string, or two list elements. */
  readonly neighbours?: 'one' | 'elements';
  /** The concatenation operator if it is not `+`. */
  readonly joins?: '.';
  /** Whether an arrow leads to a subscript: `$vars->{PORT}`. */
  readonly arrowsLead?: true;
  /** Whether adjacent elements without a blank are one. */
  readonly joinsTouching?: true;
  /**
   * Whether braces are blocks: `some` (the context decides) or `most` (all but those of a value); with
   * `scopes` each block is a scope.
   */
  readonly blocks?: 'some' | 'most' | 'scopes';
  /** Whether `condition ? a : b` exists. */
  readonly asks?: true;
  /** Whether a postfix `?` passes a value on. */
  readonly tries?: true;
  /** Assignment as a command: `set(NAME value)` or `set NAME=value`. */
  readonly sets?: 'call' | 'command';
  /** Whether calls may omit brackets: `puts '…'`. */
  readonly callsBare?: true;
  /** How shell commands are passed: in named `steps`, or as `values` of attributes and builder arguments. */
  readonly shells?: 'steps' | 'values';
  /** Whether a list's length is part of its type. */
  readonly fixesLength?: true;
  /** Whether a line ending ends a statement, except after this character. */
  readonly lines?: { readonly continuedBy?: string };
  /** Whether names are case-insensitive. */
  readonly ignoresCase?: true;
}

const C_COMMENTS = {
  lineComments: ['//'],
  blockComments: [{ open: '/*', close: '*/' }],
} as const;

const NAME = /[A-Za-z_$\u0080-\uffff][\w$\u0080-\uffff]*/y;
const C_CHARACTER = /'(?:[^'\\\n]|\\.[^'\n]{0,10})'/y;

type FormParts = Omit<Parameters<typeof stringForm>[0], 'id' | 'close'>;

/** A double-quoted string, by default as in C. */
function double(id: string, parts: Partial<FormParts> = {}): StringForm {
  return stringForm({ open: /"/y, escapes: 'backslash', ...parts, id, close: '"' });
}

/** A multi-line string without escapes. */
function raw(id: string, open: RegExp, close: string | StringForm['close']): StringForm {
  return stringForm({ id, open, close, multiline: true, escapes: 'none' });
}

const DOUBLE = double('double');
const SINGLE = stringForm({ id: 'single', open: /'/y, close: "'", escapes: 'backslash' });
const TEMPLATE = stringForm({
  id: 'template',
  open: /`/y,
  close: '`',
  multiline: true,
  escapes: 'backslash',
  holes: ['${'],
});
const RAW_BACKTICK = raw('raw-backtick', /`/y, '`');
const C_DOUBLE = double('c-double', { open: /(?:u8|[uUL])?"/y });
const CPP_RAW = raw('cpp-raw', /(?:u8|[uUL])?R"([^()\\\s]{0,16})\(/y, (group) => `)${group}"`);
const RUST_DOUBLE = double('rust-double', { open: /[bc]?"/y, multiline: true, trims: true });
const RUST_RAW = raw('rust-raw', /[bc]?r(#{0,32})"/y, (group) => `"${group}`);
const TEXT_BLOCK = stringForm({
  id: 'text-block',
  open: /"""/y,
  close: '"""',
  multiline: true,
  escapes: 'backslash',
});
const DOLLAR_DOUBLE = double('dollar-double', { holes: ['${', '$name'] });
const KOTLIN_RAW = stringForm({
  ...TEXT_BLOCK,
  id: 'kotlin-raw',
  escapes: 'none',
  holes: ['${', '$name'],
});
const GROOVY_DOUBLE = double('groovy-double', { holes: ['${', '$path.name'] });
const GROOVY_TRIPLE = stringForm({
  ...TEXT_BLOCK,
  id: 'groovy-triple',
  holes: ['${', '$path.name'],
});
/**
 * Ruby strings may span lines; these do not, so that a stray quote (as in a here-document) costs one line.
 */
const RUBY_DOUBLE = double('ruby-double', { holes: ['#{'] });
const RUBY_COMMAND = stringForm({ ...RUBY_DOUBLE, id: 'ruby-command', open: /`/y, close: '`' });
const RUBY_SINGLE = stringForm({ id: 'ruby-single', open: /'/y, close: "'", escapes: 'quote' });
const RUBY_CLOSING: ReadonlyMap<string, string> = new Map([
  ['(', ')'],
  ['[', ']'],
  ['{', '}'],
  ['<', '>'],
]);
/** `%W(-m 1G)` and the like; after a value `%` is an operator. The words of a list are one text. */
const RUBY_PERCENT = stringForm({
  id: 'ruby-percent',
  open: /(?<![\w)\]])%[WQIx]([([{<|!])/y,
  close: (group) => RUBY_CLOSING.get(group) ?? group,
  multiline: true,
  nests: true,
  escapes: 'none',
  holes: ['#{'],
});
const RUBY_PERCENT_PLAIN = stringForm({
  ...RUBY_PERCENT,
  id: 'ruby-percent-plain',
  open: /(?<![\w)\]])%[wqi]([([{<|!])/y,
  holes: [],
});
/** Perl strings, limited to a line for the same reason. */
const PERL_DOUBLE = double('perl-double', { holes: ['$name->{key}', '@name'] });
const PERL_COMMAND = stringForm({ ...PERL_DOUBLE, id: 'perl-command', open: /`/y, close: '`' });
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
const TRIPLE_SINGLE = stringForm({
  ...TEXT_BLOCK,
  id: 'triple-single',
  open: /'''/y,
  close: "'''",
});
const TOML_SINGLE = stringForm({ id: 'toml-single', open: /'/y, close: "'", escapes: 'none' });
const TOML_TRIPLE_SINGLE = raw('toml-triple', /'''/y, "'''");
const TOML_TRIPLE = stringForm({ ...TEXT_BLOCK, id: 'toml-triple-double', trims: true });
const HCL_DOUBLE = double('hcl-double', { holes: ['${', '%{'] });
const LONG_DOUBLE = double('long-double', { multiline: true, holes: ['${'] });
const NIX_DOUBLE = stringForm({ ...LONG_DOUBLE, id: 'nix-double', keepsLines: true });
const NIX_INDENTED = stringForm({
  id: 'nix-indented',
  open: /''/y,
  close: "''",
  multiline: true,
  escapes: 'indented',
  holes: ['${'],
});
const CMAKE_BRACKET = raw('cmake-bracket', /\[(=*)\[/y, (group) => `]${group}]`);
const CMAKE_WORD = stringForm({
  id: 'cmake-word',
  open: /(?=[^\s()#"])/y,
  close: '',
  escapes: 'backslash',
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
const POWERSHELL_SINGLE = stringForm({
  id: 'powershell-single',
  open: /'/y,
  close: "'",
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
/** An argument of a native command: an option, a word with a colon, or the word at a marked cursor. */
const POWERSHELL_WORD = stringForm({
  id: 'powershell-word',
  open: /(?<=[\s`])(?=--?[A-Za-z]|(?:tcp|telnet):|[A-Za-z][\w.-]*:(?!:)|socket,|chardev=|[a-z]{0,10}[\ue000-\uf8ff])/y,
  close: '',
  escapes: 'none',
  holes: ['${', '$(', '$scope:name'],
  word: /(?:[^\s"'`$(){};|&]|\$\{[^}\s]{0,200}\}|\$\([^()\n]{0,200}\)|\$)+/y,
});
const BATCH_WORD = stringForm({
  id: 'batch-word',
  open: /(?=[^\s&|<>()"^])/y,
  close: '',
  escapes: 'none',
  holes: ['%name%', '!name!'],
  word: /(?:[^\s&|<>()"^])+/y,
});
const BATCH_DOUBLE = double('batch-double', {
  escapes: 'none',
  holes: ['%name%', '!name!'],
});

/** Languages whose strings are read. */
export type LiteralLanguageId =
  | (
      | 'javascript'
      | 'go'
      | 'rust'
      | 'c'
      | 'csharp'
      | 'java'
      | 'kotlin'
      | 'groovy'
      | 'zig'
      | 'ruby'
      | 'perl'
    )
  | ('nix' | 'cmake' | 'hcl' | 'json' | 'toml' | 'powershell' | 'batch');

/** Strings, comments and lists of each language. */
export const LITERAL_LANGUAGES: Readonly<Record<LiteralLanguageId, LiteralLanguage>> = {
  javascript: {
    id: 'javascript',
    ...C_COMMENTS,
    names: NAME,
    hasPatterns: true,
    lines: {},
    blocks: 'some',
    asks: true,
    strings: [DOUBLE, SINGLE, TEMPLATE],
  },
  go: {
    id: 'go',
    ...C_COMMENTS,
    names: NAME,
    lines: {},
    characters: C_CHARACTER,
    blocks: 'some',
    strings: [DOUBLE, RAW_BACKTICK],
  },
  rust: {
    id: 'rust',
    lineComments: ['//'],
    names: NAME,
    blocks: 'some',
    tries: true,
    fixesLength: true,
    blockComments: [{ open: '/*', close: '*/', nests: true }],
    // Includes lifetimes, which have one quote.
    characters: /b?'(?:[^'\\\n]|\\.[^'\n]{0,10})'|'[A-Za-z_]\w*/y,
    strings: [RUST_RAW, RUST_DOUBLE],
  },
  c: {
    id: 'c',
    ...C_COMMENTS,
    names: NAME,
    neighbours: 'one',
    characters: C_CHARACTER,
    blocks: 'some',
    asks: true,
    strings: [CPP_RAW, C_DOUBLE],
  },
  csharp: {
    id: 'csharp',
    ...C_COMMENTS,
    names: NAME,
    characters: C_CHARACTER,
    blocks: 'some',
    asks: true,
    strings: [CSHARP_RAW, CSHARP_VERBATIM_HOLES, CSHARP_VERBATIM, CSHARP_HOLES, DOUBLE],
  },
  java: {
    id: 'java',
    ...C_COMMENTS,
    names: NAME,
    characters: C_CHARACTER,
    blocks: 'some',
    asks: true,
    strings: [TEXT_BLOCK, DOUBLE],
  },
  kotlin: {
    id: 'kotlin',
    lineComments: ['//'],
    names: NAME,
    lines: {},
    characters: C_CHARACTER,
    blocks: 'most',
    blockComments: [{ open: '/*', close: '*/', nests: true }],
    strings: [KOTLIN_RAW, DOLLAR_DOUBLE],
  },
  groovy: {
    id: 'groovy',
    ...C_COMMENTS,
    names: NAME,
    lines: {},
    blocks: 'most',
    asks: true,
    shells: 'steps',
    strings: [GROOVY_TRIPLE, TRIPLE_SINGLE, GROOVY_DOUBLE, SINGLE],
  },
  zig: {
    id: 'zig',
    lineComments: ['//'],
    blockComments: [],
    names: NAME,
    blocks: 'some',
    characters: C_CHARACTER,
    strings: [ZIG_LINE, DOUBLE],
  },
  ruby: {
    id: 'ruby',
    lineComments: ['#'],
    blockComments: [],
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
    id: 'perl',
    lineComments: ['#'],
    blockComments: [],
    hasPatterns: true,
    asks: true,
    blocks: 'some',
    callsBare: true,
    joins: '.',
    arrowsLead: true,
    // `=pod` or another directive to `=cut`.
    commentLines: /=[a-z]\w*\b([\s\S]*?\n)=cut\b[^\n]*/y,
    names: /[$@%&]{0,2}[A-Za-z_]\w*(?:::\w+)*|\$#?\d+|\$#(?=[{$])|\$[&!@;,./\\"]/y,
    strings: [PERL_DOUBLE, PERL_SINGLE, PERL_COMMAND, PERL_QUOTED, PERL_PLAIN],
  },
  nix: {
    id: 'nix',
    lineComments: ['#'],
    blockComments: [{ open: '/*', close: '*/' }],
    names: /[A-Za-z_][\w'-]*/y,
    neighbours: 'elements',
    shells: 'values',
    strings: [NIX_INDENTED, NIX_DOUBLE],
  },
  cmake: {
    id: 'cmake',
    lineComments: ['#'],
    blockComments: [{ open: '#[[', close: ']]' }],
    joinsTouching: true,
    sets: 'call',
    names: /[A-Za-z_]\w*(?=[ \t]*\()/y,
    neighbours: 'elements',
    strings: [CMAKE_BRACKET, LONG_DOUBLE, CMAKE_WORD],
  },
  hcl: {
    id: 'hcl',
    lineComments: ['#', '//'],
    blockComments: [{ open: '/*', close: '*/' }],
    blocks: 'scopes',
    asks: true,
    names: /[A-Za-z_][\w-]*/y,
    lines: {},
    strings: [HCL_DOUBLE],
  },
  json: { id: 'json', ...C_COMMENTS, names: NAME, strings: [DOUBLE] },
  toml: {
    id: 'toml',
    lineComments: ['#'],
    blockComments: [],
    names: /[A-Za-z_][\w-]*/y,
    lines: {},
    strings: [TOML_TRIPLE, TOML_TRIPLE_SINGLE, DOUBLE, TOML_SINGLE],
  },
  powershell: {
    id: 'powershell',
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
    id: 'batch',
    lineComments: [],
    blockComments: [],
    names: /(?!)/y,
    joinsTouching: true,
    sets: 'command',
    commentLines: /@?[ \t]*(?:rem(?![\w.:/\\-])|::?)([^\n]*)/iy,
    neighbours: 'elements',
    lines: { continuedBy: '^' },
    ignoresCase: true,
    strings: [BATCH_DOUBLE, BATCH_WORD],
  },
};
