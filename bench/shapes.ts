/** Documents of shapes that have brought analyzers to their knees, in any size. */

export interface Shape {
  readonly name: string;
  readonly size: number;
  readonly text: (size: number) => string;
}

const MONITOR = '-monitor tcp:0.0.0.0:1,server,nowait';
const DOMAIN = "<domain xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'>";
const XML_MONITOR = "<qemu:arg value='-monitor'/><qemu:arg value='tcp::1,server'/>";

function shape(name: string, size: number, text: (size: number) => string): Shape {
  return { name, size, text };
}

function times(count: number, line: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => line(index)).join('');
}

export const SHELL_SHAPES: readonly Shape[] = [
  shape('one long word', 1 << 20, (n) => `echo ${'x'.repeat(n)}`),
  shape('a long word and a monitor', 1 << 15, (n) => {
    return `qemu-system-arm ${MONITOR} -name ${'x'.repeat(n)}`;
  }),
  shape('words on one line', 200_000, (n) => `echo ${'-m '.repeat(n)}`),
  shape('arguments of QEMU', 200_000, (n) => `qemu-system-arm ${'-m '.repeat(n)}`),
  shape('commands on one line', 100_000, (n) => 'echo a;'.repeat(n)),
  shape('double quotes', 100_000, (n) => '"'.repeat(n)),
  shape('single quotes', 100_000, (n) => "'".repeat(n)),
  shape('backticks', 100_000, (n) => '`'.repeat(n)),
  shape('quoted words', 100_000, (n) => `echo ${'"a" '.repeat(n)}`),
  shape('quotes in one word', 100_000, (n) => `echo ${`"a"'b'`.repeat(n)}`),
  shape('continued lines', 20_000, (n) => `qemu-system-arm${' \\\n -m 1'.repeat(n)}`),
  shape('continuations in one word', 20_000, (n) => `qemu-system-arm -m ${'1\\\n'.repeat(n)}`),
  shape('variables', 20_000, (n) => times(n, (i) => `v${i}=${i}\n`)),
  shape('assignments to one name', 20_000, (n) => times(n, (i) => `v=${i}\n`)),
  shape('appends', 4000, (n) => `${'a+=(-m 1)\n'.repeat(n)}qemu-system-arm "\${a[@]}"`),
  shape('an append before each use', 2000, (n) =>
    'a+=(-m 1)\nqemu-system-arm "${a[@]}"\n'.repeat(n),
  ),
  shape('a chain of variables', 4000, (n) => {
    return `v0=a\n${times(n, (i) => `v${i + 1}="$v${i}"\n`)}echo "$v${n}"`;
  }),
  shape('variables that double', 400, (n) => {
    return `v0=a\n${times(n, (i) => `v${i + 1}="$v${i}$v${i}"\n`)}qemu-system-arm "$v${n}"`;
  }),
  shape('a value that grows', 2000, (n) => `v=a\n${'v="$v b"\n'.repeat(n)}qemu-system-arm $v`),
  shape('an array used 100 times', 10_000, (n) => {
    return `a=(${'-m 1 '.repeat(n / 2)})\n${'qemu-system-arm "${a[@]}"\n'.repeat(100)}`;
  }),
  shape('uses of one array', 4000, (n) => `a=(-m 1)\n${'echo "${a[@]}"\n'.repeat(n)}`),
  shape('uses of one variable', 20_000, (n) => `a=1\n${'echo "$a"\n'.repeat(n)}`),
  shape('nested $( )', 2000, (n) => {
    return `echo ${'$('.repeat(n)}qemu-system-arm ${MONITOR}${')'.repeat(n)}`;
  }),
  shape('open $(', 2000, (n) => '$('.repeat(n)),
  shape('nested ${a:-}', 2000, (n) => `echo ${'${a:-'.repeat(n)}${'}'.repeat(n)}`),
  shape('open ${a:-', 2000, (n) => '${a:-'.repeat(n)),
  shape('nested ( )', 2000, (n) => `${'( '.repeat(n)}echo${' )'.repeat(n)}`),
  shape('nested if', 2000, (n) => `${'if true; then '.repeat(n)}echo${'; fi'.repeat(n)}`),
  shape('functions', 4000, (n) => times(n, (i) => `f${i}() { qemu-system-arm -m 1; }\n`)),
  shape('functions that set one name', 4000, (n) => {
    return times(n, (i) => `f${i}() { p=${i}; qemu-system-arm -m $p; }\n`);
  }),
  shape('here-documents', 10_000, (n) => 'cat <<EOF\ntext\nEOF\n'.repeat(n)),
  shape('open here-documents', 4000, (n) => 'cat <<EOF\n'.repeat(n)),
  shape('pipes', 20_000, (n) => `a${' | a'.repeat(n)}`),
  shape('&& lists', 20_000, (n) => `a${' && a'.repeat(n)}`),
  shape('comments', 20_000, (n) => `# qemu-system-arm ${MONITOR}\n`.repeat(n)),
  shape('machines', 4000, (n) => `qemu-system-arm ${MONITOR}\n`.repeat(n)),
  shape('monitors of one machine', 4000, (n) => `qemu-system-arm${` ${MONITOR}`.repeat(n)}`),
  shape('chardevs of one machine', 2000, (n) => {
    return `qemu-system-arm ${times(n, (i) => `-chardev socket,id=c${i},port=1,server -mon c${i} `)}`;
  }),
  shape('credentials of one machine', 2000, (n) => {
    return `qemu-system-arm ${times(n, (i) => `-object tls-creds-x509,id=t${i},dir=/d,endpoint=server -chardev socket,id=c${i},host=,port=1,server,tls-creds=t${i} -mon c${i} `)}`;
  }),
  shape('-set of one chardev', 4000, (n) => {
    return `qemu-system-arm -chardev socket,id=c,host=h,port=1,server -mon c${times(n, (i) => ` -set chardev.c.host=h${i}`)}`;
  }),
  shape('UNIX sockets of one machine', 4000, (n) => {
    return `umask 0\nqemu-system-arm${times(n, (i) => ` -qmp unix:/tmp/${i},server`)}`;
  }),
  shape('references to nothing', 4000, (n) => {
    return `qemu-system-arm${times(n, (i) => ` -monitor chardev:c${i}`)}`;
  }),
  shape('displays of one machine', 4000, (n) => {
    return `qemu-system-arm -monitor vc${times(n, (i) => ` -vnc :${i}`)}`;
  }),
  shape('refused properties', 20_000, (n) => {
    return `qemu-system-arm -chardev stdio,id=c${times(n, (i) => `,bogus${i}=1`)}`;
  }),
  shape('joined words', 4000, (n) => `qemu-system-arm${' "-qmp tcp::1,server"'.repeat(n)}`),
  shape('properties', 20_000, (n) => `qemu-system-arm -device x${times(n, (i) => `,p${i}=1`)}`),
  shape('properties of a monitor', 20_000, (n) => {
    return `qemu-system-arm -monitor tcp::1,server${times(n, (i) => `,p${i}=1`)}`;
  }),
  shape('doubled commas', 100_000, (n) => `qemu-system-arm -monitor file:${',,'.repeat(n)}`),
  shape('unknown words', 20_000, (n) => `$A${' $A'.repeat(n)}`),
  shape('unknown parts of one word', 20_000, (n) => {
    return `qemu-system-arm -monitor tcp:${'$A'.repeat(n)}`;
  }),
  shape('sudo', 20_000, (n) => `${'sudo '.repeat(n)}qemu-system-arm`),
  shape('broken lines', 2000, (n) => 'fi )\n'.repeat(n)),
  shape('broken lines before machines', 2000, (n) =>
    `fi )\nqemu-system-arm ${MONITOR}\n`.repeat(n),
  ),
];

export const XML_SHAPES: readonly Shape[] = [
  shape('open tags', 20_000, (n) => '<a>'.repeat(n)),
  shape('nested elements', 20_000, (n) => '<a>'.repeat(n) + '</a>'.repeat(n)),
  shape('closing tags', 20_000, (n) => `<a>${'</b>'.repeat(n)}`),
  shape('elements', 50_000, (n) => `<a>${'<b/>'.repeat(n)}</a>`),
  shape('attributes', 20_000, (n) => `<a${times(n, (i) => ` a${i}='1'`)}/>`),
  shape('open attributes', 20_000, (n) => "<a b='".repeat(n)),
  shape('nested namespaces', 4000, (n) => {
    return `${times(n, (i) => `<a xmlns:n${i}='u'>`)}${'</a>'.repeat(n)}`;
  }),
  shape('references', 50_000, (n) => `<a b='${'&lt;'.repeat(n)}'/>`),
  shape('entities', 4000, (n) => {
    const declared = times(n, (i) => `<!ENTITY e${i} "x">`);
    return `<!DOCTYPE a [${declared}]><a b='${times(n, (i) => `&e${i};`)}'/>`;
  }),
  shape('arguments', 20_000, (n) => inDomain("<qemu:arg value='-m'/>".repeat(n))),
  shape('monitors', 2000, (n) => inDomain(XML_MONITOR.repeat(n))),
  shape('domains', 4000, (n) => `<a>${inDomain(XML_MONITOR).repeat(n)}</a>`),
  shape('comments', 20_000, (n) => `<a>${'<!-- b -->'.repeat(n)}</a>`),
  shape('one long attribute', 1 << 20, (n) => `<a b='${'x'.repeat(n)}'/>`),
];

function inDomain(commandLine: string): string {
  return `${DOMAIN}<qemu:commandline>${commandLine}</qemu:commandline></domain>`;
}

export const CONFIG_SHAPES: readonly Shape[] = [
  shape('sections of one id', 4000, (n) => {
    return '[chardev "a"]\n backend = "socket"\n host = "0.0.0.0"\n'.repeat(n);
  }),
  shape('monitors', 2000, (n) => {
    return times(n, (i) => `${networkChardev(`c${i}`)}[mon]\n chardev = "c${i}"\n`);
  }),
  shape('monitors of one chardev', 4000, (n) => {
    return `${networkChardev('c')}${'[mon]\n chardev = "c"\n'.repeat(n)}`;
  }),
  shape('entries', 20_000, (n) => `[device]\n${times(n, (i) => ` k${i} = "v"\n`)}`),
  shape('entries of a monitor', 20_000, (n) => {
    return `${networkChardev('c')}${times(n, (i) => ` k${i} = "v"\n`)}[mon]\n chardev = "c"\n`;
  }),
  shape('equals signs', 50_000, (n) => '= "\n'.repeat(n)),
  shape('brackets', 50_000, (n) => '['.repeat(n)),
  shape('one long value', 1 << 20, (n) => `[device]\n a = "${'x'.repeat(n)}"\n`),
];

function networkChardev(id: string): string {
  const entries = ' backend = "socket"\n host = "0.0.0.0"\n port = "1"\n server = "on"\n';
  return `[chardev "${id}"]\n${entries}`;
}
