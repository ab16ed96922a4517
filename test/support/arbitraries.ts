/** Generators of documents for property tests. */
import fc from 'fast-check';

/** A device string or chardev with its monitor, as options of a command line. */
const monitor = fc
  .record({
    scheme: fc.constantFrom('tcp', 'telnet', 'websocket', 'tn3270'),
    host: fc.constantFrom(
      '',
      '0.0.0.0',
      'localhost',
      '127.0.0.1',
      '10.1.2.3',
      '$HOST',
      '${H:-localhost}',
    ),
    port: fc.constantFrom('4444', '$PORT', '$((4000+i))', '${P:-55}', '"$1"', '44$i'),
    flags: fc.constantFrom(
      ',server,nowait',
      ',server=on,wait=off',
      ',server,nodelay',
      ',reconnect=1',
      '',
    ),
    form: fc.constantFrom('-monitor', '-qmp', '-serial mon', '-chardev', '-mon'),
    id: fc.constantFrom('m', 'mon0', 'm$i'),
  })
  .map(({ scheme, host, port, flags, form, id }) => {
    if (form === '-serial mon') return `-serial mon:${scheme}:${host}:${port}${flags}`;
    const chardev = `-chardev socket,id=${id},host=${host},port=${port}${flags}`;
    if (form === '-chardev') return `${chardev} -mon chardev=${id}`;
    if (form === '-mon') return `-mon ${id},mode=control ${chardev}`;
    return `${form} ${scheme}:${host}:${port}${flags}`;
  });

/** Options in the ways in which scripts bring them to QEMU. */
export const launchScript: fc.Arbitrary<string> = fc
  .record({
    options: fc.array(monitor, { minLength: 1, maxLength: 3 }),
    way: fc.constantFrom('literal', 'continued', 'scalar', 'array', 'appended', 'sudo'),
    name: fc.constantFrom('', ' -name vm1', ' -name "a b"'),
  })
  .map(({ options, way, name }) => {
    const line = options.join(' ');
    switch (way) {
      case 'continued':
        return `qemu-system-x86_64 -m 1G${name} \\\n  ${options.join(' \\\n  ')} \\\n  -S\n`;
      case 'scalar':
        return `OPTS="${line.replaceAll('"', '')}"\nqemu-system-x86_64${name} $OPTS -S\n`;
      case 'array':
        return `args=(-m 1G ${line})\nkvm${name} "\${args[@]}"\n`;
      case 'appended':
        return `args=()\n${options.map((option) => `args+=(${option})\n`).join('')}kvm${name} "\${args[@]}"\n`;
      case 'sudo':
        return `sudo -u qemu env A=1 kvm${name} ${line} &\n`;
      default:
        return `kvm${name} ${line}\n`;
    }
  });

/** A script inside a string that a command of another script gives to a shell. */
export function inString(script: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const double = (text: string) => `"${text.replace(/[$`"\\]/g, '\\$&')}"`;
  const single = (text: string) => `'${text.replaceAll("'", `'"'"'`)}'`;
  const quoting = fc.constantFrom(single, double, (text: string) =>
    double(`sh -c ${single(text)}`),
  );
  return fc
    .record({ script, quoting, by: fc.constantFrom('bash -c', 'eval', 'ssh host', 'su - bob -c') })
    .map(({ script: text, quoting: quote, by }) => `${by} ${quote(text)}\n`);
}

/** A text with one stretch cut out, doubled, or replaced by something that breaks quoting. */
export function mutated(source: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc
    .record({
      text: source,
      at: fc.nat(),
      length: fc.nat({ max: 12 }),
      by: fc.constantFrom('', '"', "'", '`', '$(', '\\', '\0', '\r\n', '\ud800', '<<EOF', ')', '}'),
    })
    .map(({ text, at, length, by }) => {
      const start = at % (text.length + 1);
      return text.slice(0, start) + by + text.slice(start + length);
    });
}
