/**
 * Domains to ask libvirt about: a table of what XML, namespaces and passthrough can look like, and a
 * generator that combines all of it. Each is built around `DOMAIN_PARTS`.
 */
import fc from 'fast-check';
import { QEMU_NAMESPACE } from '../../server/src/invocation/from-domain-xml.ts';
import { DOMAIN_PARTS } from './libvirt.ts';

const DECLARED = `xmlns:qemu='${QEMU_NAMESPACE}'`;

function domain(inside: string, attributes = DECLARED): string {
  return `<domain type='qemu' ${attributes}><name>vm</name>\n${DOMAIN_PARTS}\n${inside}</domain>`;
}

function block(inside: string, attributes = DECLARED): string {
  return domain(`<qemu:commandline>${inside}</qemu:commandline>`, attributes);
}

/** A domain whose one argument is written so, between single quotes. */
export function value(written: string): string {
  return block(`<qemu:arg value='${written}'/>`);
}

/** A domain that declares `q` in its own way, and one block with it. */
function declaredAs(uri: string): string {
  return domain(`<q:commandline><q:arg value='x'/></q:commandline>`, `xmlns:q='${uri}'`);
}

/** A domain in which the only argument's start tag declares something. */
function redeclared(declaration: string): string {
  return block(`<qemu:arg ${declaration} value='x'/>`);
}

function doctype(subset: string, document: string): string {
  return `<!DOCTYPE domain [${subset}]>${document}`;
}

const ARG = `<qemu:arg value='x'/>`;
const XML_URI = 'http://www.w3.org/XML/1998/namespace';
const XMLNS_URI = 'http://www.w3.org/2000/xmlns/';

/** Domains that libvirt accepts. */
export const ACCEPTED: readonly string[] = [
  ...[
    ...['', '-s', '-qmp tcp::1', `it&apos;s`, '"', 'a>b]]>', '$HOME `x` \\ * ? ~ ! # { }', 'é😀'],
    ...['a\tb', 'a\nb', 'a\rb', 'a\r\nb', '\r\r\n\n', '  a   b ', '&#9;&#10;&#13;&#xD;&#xA;&#32;'],
    ...['&lt;&gt;&amp;&quot;&apos;', '&amp;amp;', '&#0000065;&#x000041;', '&#38;lt;', '&#x1F600;'],
    ...['\x7f', '\x85\u2028\u00a0', '&#x85;', '\uFFFC', '-- &lt;!-'],
  ].map(value),
  block(`<qemu:arg value="it's"/>`),
  block(`<qemu:arg  value\n=\t'x'  /><qemu:arg value='y' ></qemu:arg\n>`),
  block(`<qemu:arg value='x'>-s<b/></qemu:arg>`),
  block(`<qemu:arg qemu:value='x'/>`),
  block(`<qemu:arg xml:value='x'/>`),
  block(`<qemu:arg u:value='x' value='y'/>`),
  block(`<qemu:arg qemu:value='x' value='y'/>`),
  block(`<qemu:arg value='x' qemu:value='y'/>`),
  block(`<qemu:arg xmlns:p='${QEMU_NAMESPACE}' p:value='x' qemu:value='y'/>`),
  block(`<qemu:env name='A' value='b c'/>${ARG}<qemu:env name='B'/><qemu:other value='x'/>`),
  ...['http://libvirt.org/schemas/domain/q&#101;mu/1.0', `${QEMU_NAMESPACE}&amp;`].map(declaredAs),
  ...[`${QEMU_NAMESPACE}/`, `${QEMU_NAMESPACE} `, `\n${QEMU_NAMESPACE}`].map(declaredAs),
  ...['HTTP://libvirt.org/schemas/domain/qemu/1.0', 'urn:x', XML_URI].map(declaredAs),
  ...['', ' ', 'urn:x', 'no uri %', XML_URI, XMLNS_URI, ` ${QEMU_NAMESPACE}`].map((uri) =>
    redeclared(`xmlns:qemu='${uri}'`),
  ),
  ...['', 'urn:x', XML_URI, XMLNS_URI].map((uri) =>
    domain(`<commandline xmlns='${QEMU_NAMESPACE}'><arg xmlns='${uri}' value='x'/></commandline>`),
  ),
  domain(`<commandline xmlns='${QEMU_NAMESPACE}'><arg value='x'/></commandline>`, ''),
  domain(`<commandline><arg value='x'/></commandline>`),
  domain(`<qemu:commandline>${ARG}</qemu:commandline>`, ''),
  domain(`<xml:commandline><xml:arg value='x'/></xml:commandline>`, `xmlns:xml='${XML_URI}'`),
  domain('<xmlns:commandline/>', `xmlns:xmlns='${QEMU_NAMESPACE}'`),
  domain(`<qemu:commandline><q:arg xmlns:q='${QEMU_NAMESPACE}' value='x'/></qemu:commandline>`),
  domain(`<é:commandline xmlns:é='${QEMU_NAMESPACE}'><é:arg value='x'/></é:commandline>`),
  domain(`<qemu:Commandline>${ARG}</qemu:Commandline><qemu:a:commandline/><qemu:/><:commandline/>`),
  block(ARG)
    .replace('<domain', '<d:domain')
    .replace('</domain', '</d:domain')
    .replace('type', `xmlns:d='urn:d' type`),
  block(ARG).replaceAll('domain type', 'qemu:domain type').replace('</domain', '</qemu:domain'),
  ...[`<devices><qemu:commandline>${ARG}</qemu:commandline></devices>`, ARG].map((it) =>
    domain(it),
  ),
  domain(`<metadata><qemu:commandline>${ARG}</qemu:commandline></metadata>`),
  block(`<qemu:commandline>${ARG}</qemu:commandline><qemu:arg value='y'/>`),
  block(`<qemu:arg value='y'>${ARG}</qemu:arg><g>${ARG}</g><arg value='z'/><u:arg value='u'/>`),
  domain(
    `<qemu:commandline>${ARG}</qemu:commandline><x/><qemu:commandline><qemu:arg value='y'/></qemu:commandline>`,
  ),
  block(`<!-- ${ARG} --><![CDATA[${ARG}]]><?p ${ARG} ?>text<qemu:arg value='y'/><!----><!-- - -->`),
  ...['\uFEFF', ' \n\t', '<!-- c --><?p?>\n', `<?xml version='1.0'?>`].map((it) => it + value('x')),
  `\uFEFF<?xml version="1.0" standalone='yes' ?>${value('x')}<!-- c --><?p?>\n`,
  `<?xml version='1.1'?>${value('\x85')}`,
  // libvirt is handed UTF-8 and takes it for that, whatever the declaration says.
  ...['ISO-8859-1', 'UTF-16', 'US-ASCII'].map(
    (it) => `<?xml version='1.0' encoding='${it}'?>${value('é')}`,
  ),
  ...['a,b&amp;c', 'v<!-- c -->m', 'v<b>m</b>', '<![CDATA[v m]]>', '\nvm\n', 'v\r\nm', ' '].map(
    (it) => value('x').replace('<name>vm', `<name>${it}`),
  ),
  value('x').replace('<name>vm</name>', '<name>a</name><name>b</name>'),
  `<!DOCTYPE other>${value('x')}`,
  `<!DOCTYPE domain SYSTEM 'x.dtd'>${value('a&e;b')}`,
  doctype(`<!ENTITY e "tcp:0.0.0.0:1">`, value('a&e;b')),
  doctype(`<!ENTITY e "v"><!ENTITY f "&e;&e;">`, value('&f;&amp;&f;')),
  doctype(`<!ENTITY % p "<!ENTITY e 'z'>">%p;`, value('a&e;b')),
  doctype(`<!ENTITY e "${ARG.replaceAll('"', "'")}">`, block('&e;<qemu:arg value="y"/>')),
  doctype(`<!ENTITY e ">]>"><!-- ' ]> --><?p ]> ?><!ENTITY f 'a"'>`, value('x')),
  doctype(`<!ENTITY e "${QEMU_NAMESPACE}">`, declaredAs('&e;')),
  doctype(`<!ENTITY e "qemu">`, declaredAs('http://libvirt.org/schemas/domain/&e;/1.0')),
  doctype(`<!ENTITY e "m">`, value('x').replace('<name>vm', '<name>v&e;')),
];

/** Domains that libvirt refuses, and texts that are none. */
export const REFUSED: readonly string[] = [
  ...['a&b', '&', '&nosuch;', '&#0;', '&#xD800;', '&#x110000;', '&#X41;', '&#xFFFE;', 'a<b'].map(
    value,
  ),
  ...['\x01', '\0', '\uFFFE', `a'b`].map(value),
  ...['<qemu:arg/>', '<qemu:arg>-s</qemu:arg>', `<qemu:arg Value='x'/>`].map((it) => block(it)),
  ...[`<qemu:arg u:value='x'/>`, `<qemu:arg xmlns:value='urn:x'/>`].map((it) => block(it)),
  ...['<qemu:arg value=x/>', '<qemu:arg value/>', `<qemu:arg value='x'a='y'/>`].map((it) =>
    block(it),
  ),
  ...[`<qemu:arg value='x' value='y'/>`, `<qemu:arg value='x' / >`, `< qemu:arg/>`].map((it) =>
    block(it),
  ),
  ...['<qemu:arg value=', `<qemu:arg value='x'`, `<qemu:arg value='x'>`, '</qemu:arg>'].map((it) =>
    block(it),
  ),
  ...['<!-- a -- b -->', '<!-- ', ']]>', '<![CDATA[', '<?p', '<1a/>', `<?xml version='1.0'?>`].map(
    (it) => block(it),
  ),
  block(`<qemu:env value='x'/>`),
  block(`<q:arg xmlns:q='${QEMU_NAMESPACE}' value='x'></qemu:arg>`),
  domain(`<qemu:commandline></qemu:commandline a='b'>`),
  domain('', `${DECLARED} ${DECLARED}`),
  domain(`<qemu:commandline>${ARG}</qemu:commandline>`, `xmlns='urn:x' ${DECLARED}`),
  block(ARG).replace('<domain', '<x:domain').replace('</domain', '</x:domain'),
  `<domains>${value('x')}</domains>`,
  ...['junk', ` <?xml version='1.0'?>`, `<?xml version='1.0' encoding='nosuch'?>`].map(
    (it) => it + value('x'),
  ),
  ...['junk', '<a/>', '<!DOCTYPE domain>', value('y')].map((it) => value('x') + it),
  ...['<!DOCTYPE domain><!DOCTYPE domain>', '<!doctype domain>', '<!DOCTYPE'].map(
    (it) => it + value('x'),
  ),
  value('x').replace('<name>vm</name>', '<name/>'),
  doctype('<!ENTITY e "<">', value('a&e;b')),
  doctype('<!ENTITY e "&f;"><!ENTITY f "&e;">', value('a&e;b')),
];

/** Domains that we read in another way, with what we say and what libvirt says. */
export const DTD_DIFFERENCES: readonly (readonly [string, readonly string[], readonly string[]])[] =
  [
    [doctype(`<!ATTLIST domain ${DECLARED.replace('=', ' CDATA ')}>`, block(ARG, '')), [], ['x']],
    [doctype('<!ATTLIST qemu:arg value NMTOKENS #IMPLIED>', value(' a  b ')), [' a  b '], ['a b']],
  ];

/** What a value is written with; the last ones libvirt refuses, mostly. */
const WRITTEN: readonly string[] = [
  ...[
    'a',
    'tcp::1,server',
    '-',
    ' ',
    '  ',
    '\t',
    '\n',
    '\r\n',
    '\r',
    '&#9;',
    '&#xA;',
    '&#13;',
    ',',
  ],
  ...['&lt;', '&gt;', '&amp;', '&quot;', '&apos;', '&#38;', '&#x1F600;', '&#0000065;', 'é', '😀'],
  ...['>', ']]>', '--', '\\', '$x', '`', '!', '{', '}', '~', '*', '#', ';', '=', '/>', '?>'],
  ...['\u0085', '\u2028', '\u00a0', '\uFFFC', '\uFEFF', '\x7f', '%'],
];
const BROKEN: readonly string[] = ['&', '<', '&x;', '&#0;', '&#xD800;', '\x01', '\uFFFE', '"', "'"];

const written = fc
  .array(
    fc.oneof(
      { weight: 150, arbitrary: fc.constantFrom(...WRITTEN) },
      { weight: 1, arbitrary: fc.constantFrom(...BROKEN) },
    ),
    { maxLength: 7 },
  )
  .map((parts) => parts.join(''));

const quoted = fc
  .tuple(written, fc.constantFrom('"', "'"))
  .map(([text, quote]) => `${quote}${text}${quote}`);

function rarely<T>(usual: T, weight: number, ...others: readonly T[]): fc.Arbitrary<T> {
  return fc.oneof(
    { weight, arbitrary: fc.constant(usual) },
    { weight: 1, arbitrary: fc.constantFrom(...others) },
  );
}

const URIS: readonly string[] = [
  ...[QEMU_NAMESPACE, QEMU_NAMESPACE, QEMU_NAMESPACE.replace('q', '&#113;'), ` ${QEMU_NAMESPACE}`],
  ...['', 'urn:x', 'http://libvirt.org/schemas/domain/bhyve/1.0', XML_URI, XMLNS_URI, '&amp;'],
];

const declaration = fc
  .tuple(fc.constantFrom('xmlns:qemu', 'xmlns:q', 'xmlns:x', 'xmlns'), fc.constantFrom(...URIS))
  .map(([name, uri]) => ` ${name}='${uri}'`);
const declarations = fc.oneof(
  { weight: 6, arbitrary: fc.constant('') },
  { weight: 1, arbitrary: declaration },
  {
    weight: 1,
    arbitrary: fc
      .uniqueArray(declaration, { maxLength: 2, selector: (text) => text.split('=')[0] })
      .map((all) => all.join('')),
  },
);

const prefix = rarely('qemu:', 8, 'q:', 'q:', 'x:', '', 'u:', 'xml:');
const blank = rarely(' ', 6, '  ', '\n', '\t\r\n ');
const equals = rarely('=', 6, ' = ', '\n=', '= ');
const tail = rarely('', 6, ' ', '\n');

const valueAttribute = fc
  .tuple(blank, rarely('value', 30, 'qemu:value', 'x:value', 'xml:value', 'Value'), equals, quoted)
  .map((parts) => parts.join(''));
const otherAttribute = rarely('', 8, ` name='n'`, ` qemu:value='v'`, ` u:value='u'`, `\tid = "i"`);
const inside = rarely(
  '',
  8,
  'text',
  '<!-- c -->',
  '<b/>',
  `<qemu:arg value='inner'/>`,
  '<![CDATA[<]]>',
);

const argument = fc
  .record({
    prefix,
    before: rarely('', 8, ` name='n'`, ` q:value='v'`),
    value: valueAttribute,
    after: otherAttribute,
    declared: declarations,
    tail,
    inside,
    empty: rarely(true, 3, false),
  })
  .map((it) => {
    const start = `<${it.prefix}arg${it.before}${it.declared}${it.value}${it.after}${it.tail}`;
    if (it.empty) return `${start}/>`;
    return `${start}>${it.inside}</${it.prefix}arg${it.tail}>`;
  });

const besides = fc.constantFrom(
  ...['\n  ', 'text', '<!-- <qemu:arg value="c"/> -->', '<![CDATA[<qemu:arg value="c"/>]]>'],
  ...[
    '<?p <qemu:arg value="p"/>?>',
    `<qemu:env name='A' value="b' c"/>`,
    `<qemu:other value='o'/>`,
  ],
  ...[`<g><qemu:arg value='g'/></g>`, '<!---->', '&amp;&#10;', '<a><b/></a >'],
);

const items = fc
  .array(fc.oneof({ weight: 3, arbitrary: argument }, { weight: 1, arbitrary: besides }), {
    maxLength: 4,
  })
  .map((all) => all.join(''));

function element(name: string, declared: string, content: string): string {
  return `<${name}${declared}>${content}</${name}>`;
}

const plainBlock = fc
  .tuple(prefix, declarations, items)
  .map(([before, declared, content]) => element(`${before}commandline`, declared, content));

const place = fc.oneof(
  { weight: 8, arbitrary: plainBlock },
  {
    weight: 2,
    arbitrary: fc
      .tuple(
        fc.constantFrom('devices', 'metadata', 'g', 'qemu:commandline'),
        declarations,
        plainBlock,
      )
      .map(([name, declared, content]) => element(name, declared, content)),
  },
  { weight: 1, arbitrary: fc.oneof(argument, besides) },
);

/** A half-typed text: a few characters cut out, or one too many. */
const typing = fc.oneof(
  { weight: 4, arbitrary: fc.constant(undefined) },
  {
    weight: 1,
    arbitrary: fc.record({
      at: fc.double({ min: 0, max: 1, noNaN: true }),
      cut: fc.integer({ min: 0, max: 4 }),
      typed: fc.constantFrom(
        '',
        '',
        '',
        ' ',
        'a',
        '<',
        '>',
        '"',
        "'",
        '/',
        '&',
        '=',
        ':',
        '-',
        '!',
      ),
    }),
  },
);

const before = rarely(
  '',
  6,
  ...['\uFEFF', ' \n', '<!-- c -->', `<?xml version='1.0' encoding='UTF-8'?>\n`, '<?p ?>'],
  ...[`<!DOCTYPE domain [<!ENTITY x "y">]>`, '<!DOCTYPE domain>'],
);

/** A domain with passthrough of every kind in every place. libvirt accepts most of them. */
export const anyDomain: fc.Arbitrary<string> = fc
  .record({
    before,
    root: rarely('domain', 30, 'qemu:domain', 'u:domain', 'x:domain'),
    declared: rarely(` ${DECLARED}`, 8, '', ` xmlns:q='${QEMU_NAMESPACE}'`),
    more: rarely('', 8, ` xmlns:x='urn:x'`, ` xmlns:x='${QEMU_NAMESPACE}'`, ` xmlns='urn:x'`),
    passthrough: fc.array(place, { minLength: 1, maxLength: 3 }).map((all) => all.join('\n')),
    typing,
  })
  .map((it) => {
    const { at = 0, cut = 0, typed = '' } = it.typing ?? {};
    const start = Math.floor(at * it.passthrough.length);
    const passthrough = it.passthrough.slice(0, start) + typed + it.passthrough.slice(start + cut);
    const attributes = ` type='qemu'${it.declared}${it.more}`;
    const content = `<name>vm</name>\n${DOMAIN_PARTS}\n${passthrough}`;
    // Half an emoji cannot be written into a file; this makes it U+FFFD.
    const text = it.before + element(it.root, attributes, content);
    return Buffer.from(text).toString();
  });
