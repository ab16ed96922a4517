/** Wraps a command for another machine. */

/** `ssh -t HOST 'COMMAND'`, quoted for the remote shell. */
export function throughSsh(host: string, command: string): string {
  const quoted = `'${command.replaceAll("'", `'\\''`)}'`;
  return ['ssh', '-t', host, quoted].join(' ');
}
