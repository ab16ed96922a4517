/** A command for another machine, with a terminal there. */

/** `ssh -t HOST 'COMMAND'`: the shell there reads the command as the one here would have. */
export function throughSsh(host: string, command: string): string {
  const quoted = `'${command.replaceAll("'", `'\\''`)}'`;
  return ['ssh', '-t', host, quoted].join(' ');
}
