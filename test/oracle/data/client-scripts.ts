/**
 * Launch scripts that talk to their own monitor, in the ways in which people write that. Each starts a real
 * QEMU; what it prints must hold the same before and after its monitor has moved to a UNIX socket.
 */

/** A script with what its output must hold, and how many of its commands go along. */
export interface ClientScript {
  readonly script: string;
  readonly answers: RegExp;
  readonly updates: number;
}

/** QEMU without a machine, which would need minutes more than a monitor does. */
const QEMU = 'qemu-system-x86_64 -machine none -nodefaults -display none -S -no-user-config';

const HMP = /VM status: paused/;
const QMP = /"QMP"/;

/** A monitor on port 4444, and a moment for QEMU to open it where the script does not wait by itself. */
function withMonitor(lines: string, option = '-monitor tcp:127.0.0.1:4444,server,nowait'): string {
  return `#!/bin/bash\n${QEMU} ${option} &\n${lines}\n`;
}
const WAIT = 'until nc -z localhost 4444; do sleep 0.1; done';

export const CLIENT_SCRIPTS: Readonly<Record<string, ClientScript>> = {
  'nc that waits after its input': {
    script: withMonitor(`${WAIT}\necho info status | nc -q3 localhost 4444`),
    answers: HMP,
    updates: 2,
  },
  'nc that closes with its input': {
    script: withMonitor(`${WAIT}\necho 'info status' | nc -N 127.0.0.1 4444`),
    answers: HMP,
    updates: 2,
  },
  'nc with options of the network': {
    script: withMonitor(`${WAIT}\nprintf 'info status\\n' | nc -4 -n -w 3 127.0.0.1 4444`),
    answers: HMP,
    updates: 2,
  },
  'nc with options in one word and behind': {
    script: withMonitor(`${WAIT}\nprintf 'info status\\n' | nc -nv 127.0.0.1 4444 -q 3`),
    answers: HMP,
    updates: 2,
  },
  'netcat in a substitution': {
    script: withMonitor(
      `${WAIT}\nSTATUS=$(echo info status | netcat -N localhost 4444)\necho "$STATUS"`,
    ),
    answers: HMP,
    updates: 2,
  },
  'nc with a here-document': {
    script: withMonitor(`${WAIT}\nnc -N localhost 4444 <<EOF\ninfo status\nEOF`),
    answers: HMP,
    updates: 2,
  },
  'nc with a here-string behind timeout': {
    script: withMonitor(`${WAIT}\ntimeout 3 nc localhost 4444 <<<"info status"`),
    answers: HMP,
    updates: 2,
  },
  'nc in a function that is called twice': {
    script: withMonitor(
      `hmp() { echo "$1" | nc -N localhost 4444; }\n${WAIT}\nhmp 'info name'\nhmp 'info status'`,
    ),
    answers: HMP,
    updates: 2,
  },
  'a loop that looks with a limit': {
    script: withMonitor(
      `for _ in $(seq 100); do\n  nc -z -w1 localhost 4444 2>/dev/null && break\n  sleep 0.1\ndone\necho info status | nc -N localhost 4444`,
    ),
    answers: HMP,
    updates: 2,
  },
  'a loop with while and not': {
    script: withMonitor(
      `while ! nc -z localhost 4444; do sleep 0.1; done\necho info status | nc -N localhost 4444`,
    ),
    answers: HMP,
    updates: 2,
  },
  ncat: {
    script: withMonitor(
      `until ncat -z localhost 4444; do sleep 0.1; done\necho info status | ncat -4 -t localhost 4444`,
    ),
    answers: HMP,
    updates: 2,
  },
  'ncat with a limit': {
    script: withMonitor(
      `until ncat -z localhost 4444; do sleep 0.1; done\n(echo info status; sleep 0.5) | ncat -i 2 localhost 4444`,
    ),
    answers: HMP,
    updates: 2,
  },
  'socat with an option of TCP': {
    script: withMonitor(
      `echo info status | socat -t 9 - TCP:localhost:4444,nodelay,retry=50,interval=0.1`,
    ),
    answers: HMP,
    updates: 1,
  },
  'socat in quotes, the address first': {
    script: withMonitor(`${WAIT}\necho info status | socat -t 9 "TCP4:127.0.0.1:4444,crnl" STDIO`),
    answers: HMP,
    updates: 2,
  },
  'socat that passes another socket on': {
    script: withMonitor(
      `${WAIT}\nsocat -t 9 UNIX-LISTEN:relay.sock,fork tcp-connect:localhost:4444 &\nuntil [ -S relay.sock ]; do sleep 0.1; done\necho info status | socat -t 9 - UNIX-CONNECT:relay.sock`,
    ),
    answers: HMP,
    updates: 2,
  },
  telnet: {
    script: withMonitor(
      `${WAIT}\n(sleep 1; echo info status; sleep 1; echo quit) | telnet localhost 4444`,
      '-monitor telnet:127.0.0.1:4444,server,nowait',
    ),
    answers: HMP,
    updates: 2,
  },
  'a port in a variable': {
    script: `#!/bin/bash\nPORT=4444\n${QEMU} -monitor tcp:127.0.0.1:$PORT,server,nowait &\nuntil nc -z localhost $PORT; do sleep 0.1; done\necho info status | nc -N localhost "$PORT"\necho info status | socat -t 9 - "TCP:localhost:\${PORT}"\n`,
    answers: HMP,
    updates: 3,
  },
  'a host in a variable, which nothing uses then': {
    script: `#!/bin/bash\nHOST=127.0.0.1\nPORT=4444\n${QEMU} -monitor "tcp:$HOST:$PORT,server,nowait" &\nuntil nc -z $HOST $PORT; do sleep 0.1; done\necho info status | nc -N $HOST $PORT\n`,
    answers: HMP,
    updates: 2,
  },
  'two machines in a loop': {
    script: `#!/bin/bash\nfor i in 1 2; do\n  ${QEMU} -name vm$i -monitor tcp:127.0.0.1:$((4440 + i)),server,nowait &\ndone\nfor i in 1 2; do\n  until nc -z localhost $((4440 + i)); do sleep 0.1; done\n  echo info name | nc -N localhost $((4440 + i))\ndone\n`,
    answers: /vm1[\s\S]*vm2/,
    updates: 2,
  },
  'a string for bash': {
    script: withMonitor(
      `bash -c 'until nc -z localhost 4444; do sleep 0.1; done'\nbash -c "echo info status | nc -N localhost 4444"`,
    ),
    answers: HMP,
    updates: 2,
  },
  'QMP over nc': {
    script: withMonitor(
      `${WAIT}\n{ echo '{"execute":"qmp_capabilities"}'; sleep 0.2; } | nc -N localhost 4444`,
      '-qmp tcp:localhost:4444,server=on,wait=off',
    ),
    answers: QMP,
    updates: 2,
  },
  'a chardev': {
    script: withMonitor(
      `${WAIT}\necho '{"execute":"qmp_capabilities"}' | socat -t 9 - TCP:localhost:4444`,
      '-chardev socket,id=m,host=0.0.0.0,port=4444,server=on,wait=off -mon m,mode=control',
    ),
    answers: QMP,
    updates: 2,
  },
  'a coprocess': {
    script: withMonitor(
      `${WAIT}\ncoproc nc localhost 4444\necho info status >&"\${COPROC[1]}"\ntimeout 3 cat <&"\${COPROC[0]}"`,
    ),
    answers: HMP,
    updates: 2,
  },
};
