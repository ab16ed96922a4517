/** Documents of shapes that have brought analyzers to their knees, in any size. */

export interface Shape {
  readonly languageId: string;
  readonly name: string;
  /** The text with so many of what it repeats. */
  readonly text: (count: number) => string;
}

/** A shape in the size nearest to so many characters that its repetitions allow. */
export function textOfLength({ text }: Shape, length: number): string {
  let count = 1;
  while (text(2 * count).length < length) count *= 2;
  for (let step = count / 2; step >= 1; step /= 2) {
    if (text(count + step).length <= length) count += step;
  }
  return text(count);
}

const MONITOR = '-monitor tcp:0.0.0.0:1,server,nowait';
const DOMAIN = "<domain xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'>";
const XML_MONITOR = "<qemu:arg value='-monitor'/><qemu:arg value='tcp::1,server'/>";

type Text = Shape['text'];

/** Whatever stands in a script that starts no QEMU is not followed, so each starts one. */
function shell(name: string, text: Text): Shape {
  const launches = text(1).includes('qemu-system');
  const whole: Text = (n) => (launches ? text(n) : `qemu-system-arm ${MONITOR}\n${text(n)}`);
  return { languageId: 'shellscript', name, text: whole };
}

/** What holds no domain is not read, so each is in one. */
function xml(name: string, text: Text): Shape {
  const isDomain = text(1).includes('domain');
  const whole: Text = (n) => (isDomain ? text(n) : `<domain>${text(n)}</domain>`);
  return { languageId: 'xml', name, text: whole };
}

function config(name: string, text: Text): Shape {
  return { languageId: 'qemu-config', name, text };
}

function args(name: string, text: Text): Shape {
  return { languageId: 'qemu-args', name, text };
}

function list(name: string, text: Text): Shape {
  return { languageId: 'javascript', name, text };
}

function times(count: number, line: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => line(index)).join('');
}

/** What scripts are made of, in an order that makes no sense. */
const PIECES = [
  ...['if ', 'then ', 'fi\n', 'do\n', 'done\n', 'case $a in ', 'a) ', ';; ', 'esac\n', 'while '],
  ...['for x in a b; ', '{ ', '}\n', '( ', ')\n', '$(', '"', "'", '`', '<<EOF\n', 'EOF\n', '[[ '],
  ...[
    ']] ',
    '&& ',
    '|| ',
    '| ',
    'a=(',
    'b+=c ',
    `qemu-system-arm ${MONITOR}\n`,
    '$a ',
    '${a:-',
    '}',
  ],
  ...[
    'f() ',
    '$((',
    '))',
    '\\\n',
    '# x\n',
    '>f ',
    '<f ',
    'nc h 1 ',
    'eval ',
    'x=1\n',
    '"${a[@]}" ',
  ],
];

/** So many broken pieces of scripts in texts of `each` lines: a head, and something in front of every line. */
export function brokenScripts(count: number, each: number, head: string, before: string): string {
  const lines = jumbled(count, PIECES).split('\n');
  return times(Math.ceil(lines.length / each), (i) => {
    const own = lines.slice(i * each, (i + 1) * each);
    return head + own.map((line) => `${before}${line}\n`).join('');
  });
}

/** So many of some pieces, one as often as another and always in the same order. */
function jumbled(count: number, pieces: readonly string[]): string {
  let state = 777;
  return times(count, () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return pieces[(state >> 8) % pieces.length] ?? '';
  });
}

const SHELL_SHAPES: readonly Shape[] = [
  shell('one long word', (n) => `echo ${'x'.repeat(n)}`),
  shell('a long word and a monitor', (n) => {
    return `qemu-system-arm ${MONITOR} -name ${'x'.repeat(n)}`;
  }),
  shell('blanks in a pattern for a port', (n) => `ss -ltn | grep "4444${' '.repeat(n)}x"`),
  shell('variables in front of a star', (n) => `ls ${'$abcdefgh'.repeat(n)}*`),
  shell('slashes of a path', (n) => `qemu-system-arm -monitor unix:/tmp${'/'.repeat(n)},server`),
  shell('line endings that screen types', (n) => `screen -X stuff '${'\n'.repeat(n)}x'`),
  shell('words on one line', (n) => `echo ${'-m '.repeat(n)}`),
  shell('arguments of QEMU', (n) => `qemu-system-arm ${'-m '.repeat(n)}`),
  shell('commands on one line', (n) => 'echo a;'.repeat(n)),
  shell('double quotes', (n) => '"'.repeat(n)),
  shell('single quotes', (n) => "'".repeat(n)),
  shell('backticks', (n) => '`'.repeat(n)),
  shell('quoted words', (n) => `echo ${'"a" '.repeat(n)}`),
  shell('quotes in one word', (n) => `echo ${`"a"'b'`.repeat(n)}`),
  shell('continued lines', (n) => `qemu-system-arm${' \\\n -m 1'.repeat(n)}`),
  shell('continuations in one word', (n) => `qemu-system-arm -m ${'1\\\n'.repeat(n)}`),
  shell('variables', (n) => times(n, (i) => `v${i}=${i}\n`)),
  shell('assignments to one name', (n) => times(n, (i) => `v=${i}\n`)),
  shell('appends', (n) => `${'a+=(-m 1)\n'.repeat(n)}qemu-system-arm "\${a[@]}"`),
  shell('an append before each use', (n) => 'a+=(-m 1)\nqemu-system-arm "${a[@]}"\n'.repeat(n)),
  shell('a chain of variables', (n) => {
    return `v0=a\n${times(n, (i) => `v${i + 1}="$v${i}"\n`)}echo "$v${n}"`;
  }),
  shell('variables that double', (n) => {
    return `v0=a\n${times(n, (i) => `v${i + 1}="$v${i}$v${i}"\n`)}qemu-system-arm "$v${n}"`;
  }),
  shell('a value that grows', (n) => `v=a\n${'v="$v b"\n'.repeat(n)}qemu-system-arm $v`),
  shell('an array used 100 times', (n) => {
    return `a=(${'-m 1 '.repeat(n / 2)})\n${'qemu-system-arm "${a[@]}"\n'.repeat(100)}`;
  }),
  shell('uses of one array', (n) => `a=(-m 1)\n${'echo "${a[@]}"\n'.repeat(n)}`),
  shell('uses of one variable', (n) => `a=1\n${'echo "$a"\n'.repeat(n)}`),
  shell('nested $( )', (n) => {
    return `echo ${'$('.repeat(n)}qemu-system-arm ${MONITOR}${')'.repeat(n)}`;
  }),
  shell('open $(', (n) => '$('.repeat(n)),
  shell('nested ${a:-}', (n) => `echo ${'${a:-'.repeat(n)}${'}'.repeat(n)}`),
  shell('open ${a:-', (n) => '${a:-'.repeat(n)),
  shell('escaped ends of ${a:-', (n) => `"\${a:- b c \\}";`.repeat(n)),
  shell('nested ( )', (n) => `${'( '.repeat(n)}echo${' )'.repeat(n)}`),
  shell('nested if', (n) => `${'if true; then '.repeat(n)}echo${'; fi'.repeat(n)}`),
  shell('functions', (n) => times(n, (i) => `f${i}() { qemu-system-arm -m 1; }\n`)),
  shell('functions that set one name', (n) => {
    return times(n, (i) => `f${i}() { p=${i}; qemu-system-arm -m $p; }\n`);
  }),
  shell('here-documents', (n) => 'cat <<EOF\ntext\nEOF\n'.repeat(n)),
  shell('open here-documents', (n) => 'cat <<EOF\n'.repeat(n)),
  shell('pipes', (n) => `a${' | a'.repeat(n)}`),
  shell('&& lists', (n) => `a${' && a'.repeat(n)}`),
  shell('comments', (n) => `# qemu-system-arm ${MONITOR}\n`.repeat(n)),
  shell('machines', (n) => `qemu-system-arm ${MONITOR}\n`.repeat(n)),
  shell('monitors of one machine', (n) => `qemu-system-arm${` ${MONITOR}`.repeat(n)}`),
  shell('chardevs of one machine', (n) => {
    return `qemu-system-arm ${times(n, (i) => `-chardev socket,id=c${i},port=1,server -mon c${i} `)}`;
  }),
  shell('credentials of one machine', (n) => {
    return `qemu-system-arm ${times(n, (i) => `-object tls-creds-x509,id=t${i},dir=/d,endpoint=server -chardev socket,id=c${i},host=,port=1,server,tls-creds=t${i} -mon c${i} `)}`;
  }),
  shell('-set of one chardev', (n) => {
    return `qemu-system-arm -chardev socket,id=c,host=h,port=1,server -mon c${times(n, (i) => ` -set chardev.c.host=h${i}`)}`;
  }),
  shell('UNIX sockets of one machine', (n) => {
    return `umask 0\nqemu-system-arm${times(n, (i) => ` -qmp unix:/tmp/${i},server`)}`;
  }),
  shell('references to nothing', (n) => {
    return `qemu-system-arm${times(n, (i) => ` -monitor chardev:c${i}`)}`;
  }),
  shell('displays of one machine', (n) => {
    return `qemu-system-arm -monitor vc${times(n, (i) => ` -vnc :${i}`)}`;
  }),
  shell('refused properties', (n) => {
    return `qemu-system-arm -chardev stdio,id=c${times(n, (i) => `,bogus${i}=1`)}`;
  }),
  shell('joined words', (n) => `qemu-system-arm${' "-qmp tcp::1,server"'.repeat(n)}`),
  shell('properties', (n) => `qemu-system-arm -device x${times(n, (i) => `,p${i}=1`)}`),
  shell('properties of a monitor', (n) => {
    return `qemu-system-arm -monitor tcp::1,server${times(n, (i) => `,p${i}=1`)}`;
  }),
  shell('properties with doubled commas', (n) => {
    return `qemu-system-arm -monitor tcp::1,server${',a=b=c,,d'.repeat(n)}`;
  }),
  shell('doubled commas', (n) => `qemu-system-arm -monitor file:${',,'.repeat(n)}`),
  shell('unknown words', (n) => `$A${' $A'.repeat(n)}`),
  shell('unknown parts of one word', (n) => {
    return `qemu-system-arm -monitor tcp:${'$A'.repeat(n)}`;
  }),
  shell('sudo', (n) => `${'sudo '.repeat(n)}qemu-system-arm`),
  shell('broken lines', (n) => 'fi )\n'.repeat(n)),
  shell('broken lines before machines', (n) => `fi )\nqemu-system-arm ${MONITOR}\n`.repeat(n)),
  shell('options of getopts', (n) => {
    const arms = times(n, (i) => `a${i}) x="$x -m $OPTARG";;\n`);
    return `while getopts a: o; do case $o in\n${arms}esac; done\nqemu-system-arm $x`;
  }),
  shell('nested while', (n) => `${'while a; do '.repeat(n)}b${'; done'.repeat(n)}`),
  shell('nested for over two words', (n) => {
    return `${times(n, (i) => `for x${i} in 0 1; do\n`)}echo\n${'done\n'.repeat(n)}`;
  }),
  shell('nested for over one variable', (n) => {
    return `${'for x in 0 1; do\n'.repeat(n)}qemu-system-arm -m $x\n${'done\n'.repeat(n)}`;
  }),
  shell('four nested loops over six words', (n) =>
    times(n, () => {
      const loops = ['a', 'b', 'c', 'd'].map((v) => `for ${v} in 1 2 3 4 5 6; do `).join('');
      return `${loops}qemu-system-arm -monitor tcp::$a$b$c$d,server; done; done; done; done\n`;
    }),
  ),
  shell('ten nested loops over two words', (n) =>
    times(n, () => {
      const loops = Array.from({ length: 10 }, (_, i) => `for v${i} in 1 2; do `).join('');
      return `${loops}qemu-system-arm -m $v0$v9${'; done'.repeat(10)}\n`;
    }),
  ),
  shell('calls of a function with a machine', (n) => {
    return `g() { qemu-system-arm -monitor tcp:$1:$2,server; }\n${times(n, (i) => `g 0.0.0.0 ${i}\n`)}`;
  }),
  shell('calls of an unknown function', (n) => times(n, (i) => `f 0.0.0.0 ${i}\n`)),
  shell('functions that call the next', (n) => {
    return `${times(n, (i) => `f${i}() { f${i + 1}; f${i + 1}; }\n`)}f0\n`;
  }),
  shell('eval that doubles', (n) => {
    return `a=x\n${'eval "a=\\"\\$a\\$a\\""\n'.repeat(n)}qemu-system-arm $a`;
  }),
  shell('eval of eval', (n) => `${"eval eval 'a=1'\n".repeat(n)}qemu-system-arm $a`),
  shell('nested <( )', (n) => `cat ${'<(cat '.repeat(n)}${')'.repeat(n)}`),
  shell('open <(', (n) => `cat ${'<(cat '.repeat(n)}`),
  shell('unknown commands in each other', (n) => {
    return times(n, () => `f -$(f -$(f -$(f -$(f -$(f -$(f -$(f -$(a))))))))\n`);
  }),
  shell('exports before each command', (n) => {
    return times(n, (i) => `export O${i % 40}="-monitor tcp::${i}"\n./run\nunset O${i % 40}\n`);
  }),
  shell('scripts that are written and removed', (n) => {
    return times(n, (i) => `cat >f <<E\n#!/bin/sh\nkvm -monitor tcp::${i},server\nE\nrm f\n`);
  }),
  shell('nested backticks', (n) => times(n, (i) => `a=\`echo \\\`echo ${i}\\\`\`\n`)),
  shell('nested $(( ))', (n) => `echo ${'$(('.repeat(n)}1${'))'.repeat(n)}`),
  shell('nested [[ ( ) ]]', (n) => `[[ ${'( '.repeat(n)}a${' )'.repeat(n)} ]]`),
  shell('nested { }', (n) => `${'{ '.repeat(n)}echo${'; }'.repeat(n)}`),
  shell('nested case', (n) => `${'case $a in b) '.repeat(n)}echo${' ;; esac'.repeat(n)}`),
  shell('nested functions', (n) => `${times(n, (i) => `f${i}() { `)}echo${'; }'.repeat(n)}`),
  shell('arms of one case', (n) => {
    return `case $1 in\n${times(n, (i) => `a${i}) x=${i} ;;\n`)}esac\nqemu-system-arm -m $x`;
  }),
  shell('arms of one if', (n) => {
    return `if a; then x=0\n${times(n, (i) => `elif [ $1 = ${i} ]; then x=${i}\n`)}fi\nqemu-system-arm -m $x`;
  }),
  shell('conditions that append', (n) => {
    return `${times(n, (i) => `if [ -n "$o${i}" ]; then a+=(-m ${i}); fi\n`)}qemu-system-arm "\${a[@]}"`;
  }),
  shell('tests that end the script', (n) => times(n, (i) => `[ -n "$v${i}" ] || exit 1\n`)),
  shell('|| and && in turn', (n) => `a${' && b || c'.repeat(n)}`),
  shell('brace expansions', (n) => times(n, (i) => `echo {a,b}{c,d}${i}\n`)),
  shell('braces in braces', (n) => times(n, (i) => `echo {{a,b}{1..5},c{x,{y,z}}} >f${i}\n`)),
  shell('words of braces', (n) => `qemu-system-arm ${'{-m,-smp}{1..9} '.repeat(n)}`),
  shell('one long brace expansion', (n) => `echo ${'{a,b}'.repeat(n)}`),
  shell('here-documents on one line', (n) => {
    return `cat ${times(n, (i) => `<<E${i} `)}\n${times(n, (i) => `E${i}\n`)}`;
  }),
  shell('lines of one here-document', (n) => `cat <<EOF\n${'$a text\n'.repeat(n)}EOF`),
  shell('substitutions in one here-document', (n) => `cat <<EOF\n${'$(echo a)\n'.repeat(n)}EOF`),
  shell('redirections of one command', (n) => `echo${times(n, (i) => ` >f${i}`)}`),
  shell('files that are written and read', (n) => {
    return times(n, (i) => `echo -m ${i} >f${i}\nqemu-system-arm $(cat f${i})\n`);
  }),
  shell('appends to one file', (n) => `${'echo -m 1 >>f\n'.repeat(n)}qemu-system-arm $(cat f)`),
  shell('scripts in strings', (n) => {
    return `bash -c 'qemu-system-arm ${MONITOR}'\n`.repeat(n);
  }),
  shell('one long script in a string', (n) => {
    return `bash -c '${`qemu-system-arm ${MONITOR}; `.repeat(n)}'\n`;
  }),
  shell('clients of one monitor', (n) => {
    return `qemu-system-arm -monitor tcp:127.0.0.1:4444,server\n${'echo quit | nc 127.0.0.1 4444\n'.repeat(n)}`;
  }),
  shell('clients of as many monitors', (n) =>
    times(n, (i) => {
      return `qemu-system-arm -monitor tcp:127.0.0.1:${i},server\nnc 127.0.0.1 ${i}\n`;
    }),
  ),
  shell('clients of as many unknown ports', (n) =>
    times(n, (i) => {
      return `qemu-system-arm -monitor tcp:127.0.0.1:$p${i},server\nnc 127.0.0.1 $p${i}\n`;
    }),
  ),
  shell('monitors on one path', (n) => {
    return `qemu-system-arm -monitor unix:/tmp/m.sock,server\nnc -U /tmp/m.sock\n`.repeat(n);
  }),
  shell('monitors of several modes', (n) => {
    return `qemu-system-arm ${times(n, (i) => `-qmp tcp:0.0.0.0:${i},server -monitor tcp:0.0.0.0:${i},server `)}`;
  }),
  shell('machines with two values', (n) => {
    return `if a; then m=1; else m=2; fi\n${`qemu-system-arm -m $m ${MONITOR}\n`.repeat(n)}`;
  }),
  shell('suppressions', (n) => {
    return `# qemu-monitor-guard: ignore monitor-on-network -- in a lab\nqemu-system-arm ${MONITOR}\n`.repeat(
      n,
    );
  }),
  shell('an argument list for set', (n) => `set -- ${'-m 1 '.repeat(n)}\nqemu-system-arm "$@"`),
  shell('arguments that grow', (n) => `${'set -- "$@" -m 1\n'.repeat(n)}qemu-system-arm "$@"`),
  shell('arguments that double from call to call', (n) => {
    return `${times(n, (i) => `f${i}() { f${i + 1} "$@" "$@"; }\n`)}f${n}() { qemu-system-arm "$@"; }\nf0 -m 1`;
  }),
  shell('case in loops with functions', (n) =>
    times(n, (i) => {
      return `f${i}() { for x in a b c; do case $x in a) y=$x;; b) y="$y $1";; *) f${i + 1} $y;; esac; done; }\nf${i} ${i}\n`;
    }),
  ),
  shell('scripts that are written and run', (n) =>
    times(n, (i) => {
      return `cat >s${i}.sh <<'EOF'\n#!/bin/sh\nqemu-system-arm -m "$1" ${MONITOR}\nEOF\n./s${i}.sh ${i}\n`;
    }),
  ),
  shell('shifts', (n) => `${'shift; a=$1\n'.repeat(n)}qemu-system-arm -m $a`),
  shell('substitutions of patterns', (n) => `a=b\n${'a=${a//b/c}\n'.repeat(n)}qemu-system-arm $a`),
  shell('traps', (n) => `${"trap 'echo a' EXIT\n".repeat(n)}`),
  shell('arms with a variable each', (n) => {
    const arms = times(n, (i) => `-a${i}) x${i}=$2; shift 2 ;;\n`);
    return `while true; do case "$1" in\n${arms}--) break ;; esac; done\nqemu-system-arm $x0 $x1`;
  }),
  shell('filters of one text', (n) => {
    return `x=$(echo -m 1${' | tr a b | sed s/b/c/ | cat'.repeat(n)})\nqemu-system-arm $x`;
  }),
  shell('one long value filtered in each loop', (n) => {
    const v = times(Math.ceil(Math.sqrt(n)), (i) => `-m,${i},`);
    const loop = 'for w in $(echo "$v" | tr , "\\n"); do a="$a $w"; done\n';
    return `v="${v}"\n${loop.repeat(Math.ceil(Math.sqrt(n)))}qemu-system-arm $a`;
  }),
  shell('one long value read in each line', (n) => {
    const count = Math.ceil(Math.sqrt(n));
    return `v="${times(count, (i) => `m${i} `)}"\n${'read -ra a <<< "$v"\n'.repeat(count)}qemu-system-arm "\${a[@]}"`;
  }),
  shell('exported variables and shells', (n) => {
    const exports = times(n, (i) => `export v${i}=${i}\n`);
    return `${exports}${times(n, (i) => `bash -c "qemu-system-arm -m $v${i}"\n`)}`;
  }),
  shell('keys of one array', (n) => {
    return `declare -A a=(${times(n, (i) => `[k${i}]=v${i} `)})\nqemu-system-arm "\${a[@]}"`;
  }),
  shell('short commands', (n) => 'a\n'.repeat(n)),
  shell('open case', (n) => 'case $a in\n'.repeat(n)),
  shell('broken pieces', (n) => jumbled(n, PIECES)),
  shell('broken characters', (n) => jumbled(n, [...'(){}[]$`"\'\\;&|<>\n #=-ax'])),
  shell('broken defaults', (n) => jumbled(n, ['${a:-"', '}', 'a+=" x"\n', 'b+=("$a")\n'])),
  shell('broken values', (n) => {
    const pieces = [
      'a=$b ',
      'a+=" x"\n',
      'while x; do\n',
      'done\n',
      'if x; then\n',
      'fi\n',
      '$a\n',
    ];
    return jumbled(n, [
      ...pieces,
      'f() { a=$1; g $a; }\n',
      'f $a\n',
      `qemu-system-arm ${MONITOR} $a\n`,
    ]);
  }),
  shell('quotes in defaults before open substitutions', (n) => {
    return `x="\${x:-can't}" $(\nqemu-system-arm ${MONITOR}\n`.repeat(n);
  }),
  shell('QMP in JSON', (n) => {
    return `qemu-system-arm -chardev '{"backend":{${times(n, (i) => `"k${i}":1,`)}"z":1}}'`;
  }),
];

const XML_SHAPES: readonly Shape[] = [
  xml('open tags', (n) => '<a>'.repeat(n)),
  xml('nested elements', (n) => '<a>'.repeat(n) + '</a>'.repeat(n)),
  xml('closing tags', (n) => `<a>${'</b>'.repeat(n)}`),
  xml('elements', (n) => `<a>${'<b/>'.repeat(n)}</a>`),
  xml('attributes', (n) => `<a${times(n, (i) => ` a${i}='1'`)}/>`),
  xml('open attributes', (n) => "<a b='".repeat(n)),
  xml('nested namespaces', (n) => {
    return `${times(n, (i) => `<a xmlns:n${i}='u'>`)}${'</a>'.repeat(n)}`;
  }),
  xml('references', (n) => `<a b='${'&lt;'.repeat(n)}'/>`),
  xml('entities', (n) => {
    const declared = times(n, (i) => `<!ENTITY e${i} "x">`);
    return `<!DOCTYPE domain [${declared}]><domain b='${times(n, (i) => `&e${i};`)}'/>`;
  }),
  xml('arguments', (n) => inDomain("<qemu:arg value='-m'/>".repeat(n))),
  xml('monitors', (n) => inDomain(XML_MONITOR.repeat(n))),
  xml('domains', (n) => `<a>${inDomain(XML_MONITOR).repeat(n)}</a>`),
  xml('comments', (n) => `<a>${'<!-- b -->'.repeat(n)}</a>`),
  xml('one long attribute', (n) => `<a b='${'x'.repeat(n)}'/>`),
  xml('nested devices', (n) =>
    inDomain("<qemu:arg value='-device'/><qemu:arg value='{'/>".repeat(n)),
  ),
  xml('monitors with an id each', (n) =>
    inDomain(
      times(n, (i) => {
        const chardev = `socket,id=c${i},host=0.0.0.0,port=1,server=on`;
        return `<qemu:arg value='-chardev'/><qemu:arg value='${chardev}'/><qemu:arg value='-mon'/><qemu:arg value='c${i}'/>\n`;
      }),
    ),
  ),
  xml('arguments without the namespace', (n) => {
    return `<domain>${"<qemu:arg value='-monitor'/><qemu:arg value='tcp::1,server'/>".repeat(n)}</domain>`;
  }),
];

function inDomain(commandLine: string): string {
  return `${DOMAIN}<qemu:commandline>${commandLine}</qemu:commandline></domain>`;
}

const CONFIG_SHAPES: readonly Shape[] = [
  config('sections of one id', (n) => {
    return '[chardev "a"]\n backend = "socket"\n host = "0.0.0.0"\n'.repeat(n);
  }),
  config('monitors', (n) => {
    return times(n, (i) => `${networkChardev(`c${i}`)}[mon]\n chardev = "c${i}"\n`);
  }),
  config('monitors of one chardev', (n) => {
    return `${networkChardev('c')}${'[mon]\n chardev = "c"\n'.repeat(n)}`;
  }),
  config('entries', (n) => `[device]\n${times(n, (i) => ` k${i} = "v"\n`)}`),
  config('entries of a monitor', (n) => {
    return `${networkChardev('c')}${times(n, (i) => ` k${i} = "v"\n`)}[mon]\n chardev = "c"\n`;
  }),
  config('equals signs', (n) => '= "\n'.repeat(n)),
  config('brackets', (n) => '['.repeat(n)),
  config('one long value', (n) => `[device]\n a = "${'x'.repeat(n)}"\n`),
  config('short sections', (n) => '[a]\n'.repeat(n)),
  config('sections with an id each', (n) => times(n, (i) => `[device "d${i}"]\n driver = "x"\n`)),
  config('comments', (n) => `# monitor\n`.repeat(n)),
  config('objects', (n) => {
    return times(n, (i) => `[object "t${i}"]\n qom-type = "tls-creds-x509"\n dir = "/d"\n`);
  }),
];

function networkChardev(id: string): string {
  const entries = ' backend = "socket"\n host = "0.0.0.0"\n port = "1"\n server = "on"\n';
  return `[chardev "${id}"]\n${entries}`;
}

const ARGS_SHAPES: readonly Shape[] = [
  args('arguments', (n) => `qemu-system-arm${' \\\n-m 1'.repeat(n)}\n`),
  args('monitors', (n) => `qemu-system-arm${` \\\n${MONITOR}`.repeat(n)}\n`),
  args('chardevs with an id each', (n) => {
    return `qemu-system-arm${times(n, (i) => ` \\\n-chardev socket,id=c${i},port=1,server -mon chardev=c${i}`)}\n`;
  }),
];

/** Names that are made of each other, so that each is sixty times the one before. */
function namesOfNames(sum: (name: string) => string): string {
  return times(4, (i) => `const v${i + 1} = ${i === 0 ? '"1"' : sum(`v${i}`)};\n`);
}

const LIST_SHAPES: readonly Shape[] = [
  list('monitors', (n) => 'run("-monitor", "tcp:0.0.0.0:1,server");\n'.repeat(n)),
  list('sums of names', (n) => {
    const sum = (name: string): string => Array.from({ length: 60 }, () => name).join(' + ');
    return namesOfNames(sum) + 'run("-monitor", "tcp::" + v4);\n'.repeat(n);
  }),
  list('templates of names', (n) => {
    const template = (name: string): string => `\`${`\${${name}}`.repeat(60)}\``;
    return namesOfNames(template) + 'run("-monitor", `tcp::${v4}`);\n'.repeat(n);
  }),
  list('a name that grows before each use', (n) => {
    return 'let a = "x";\n' + 'a += "-monitor tcp::" + a;\nrun(a);\n'.repeat(n);
  }),
  list('a chain of names', (n) => {
    return `run("-monitor", "tcp::1" + v${n});\n${times(n, (i) => `v${i + 1} = v${i} + v${i};\n`)}`;
  }),
  list('open brackets', (n) => `run("-monitor", "tcp::1", ${'('.repeat(n)}`),
];

function python(name: string, first: string, line: string): Shape {
  const start = 'import subprocess\nsubprocess.run(["kvm", "-monitor", "tcp::1,server"])\n';
  const end = 'subprocess.run(a, shell=True)\n';
  const text: Text = (n) => `${start}a = ${first}\n${`${line}\n`.repeat(n)}${end}`;
  return { languageId: 'python', name, text };
}

const PYTHON_SHAPES: readonly Shape[] = [
  python('a text that doubles', '"x"', 'a = a + a'),
  python('a text that is put into itself', '"x"', 'a = f"{a}{a}"'),
  python('a text that fills in itself', '"x"', 'a = "%s %s" % (a, a)'),
  python('a template that fills in itself', '"{}"', 'a = a.format("x{} {}".format("y", "{}"))'),
  python('a text that is divided and joined', '"-m"', 'a = " ".join(a.split() + ["-smp", "2"])'),
  python('a text that grows in two ways', '"x"', 'a += "y" if c else "z"'),
  python('a list that doubles', '["x"]', 'a.extend(a)'),
  python('a list that is joined', '["x"]', 'a = [" ".join(a), " ".join(a)]'),
  python('a list that grows before each use', '["kvm"]', 'a += ["-m", "1"]\nsubprocess.run(a)'),
];

export const SHAPES: readonly Shape[] = [
  ...SHELL_SHAPES,
  ...XML_SHAPES,
  ...CONFIG_SHAPES,
  ...ARGS_SHAPES,
  ...LIST_SHAPES,
  ...PYTHON_SHAPES,
];
