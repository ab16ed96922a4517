/** Analyzes samples while no document is open, so that the engine has compiled the code before the first one. */
import type { Analysis, Source } from '../service/analysis/analyze.ts';
import { analyze, DEFAULT_SETTINGS, findingsOf, renderFixes } from '../service/language-service.ts';
import type { Platform } from './platform.ts';

const SCRIPTS: readonly string[] = [
  'qemu-system-x86_64 -monitor stdio\n',
  `#!/bin/bash
set -eu
NAME=\${1:-vm}
PORT="\${PORT:-4444}"
# Starts a machine.
exec sudo -E qemu-system-x86_64 -name "$NAME" -monitor "tcp:0.0.0.0:$PORT,server,nowait" -vnc :1
`,
  `args=(-m 1G -smp 2)
if [ -n "\${DEBUG:-}" ]; then
  args+=(-monitor tcp:0.0.0.0:4444,server=on,wait=off)
else
  args+=(-qmp unix:/tmp/vm.sock,server=on,wait=off)
fi
qemu-system-x86_64 "\${args[@]}" -chardev socket,id=mon0,host=0.0.0.0,port=$((4444 + 1)),server=on,wait=off \\
  -mon chardev=mon0,mode=readline || exit 1
`,
  `HERE=$(cd "$(dirname "$0")" && pwd)
add_disk() {
  local file=$1 index=$2
  disks="$disks -drive file=$file,if=virtio,index=$index"
}
for index in 0 1; do
  [ -f "$HERE/$index.img" ] && add_disk "$HERE/$index.img" "$index"
done
kvm $disks -serial mon:telnet::4444,server
`,
  `while getopts "dp:" option; do
  case $option in
    d) set -x ;;
    p) PORT=$OPTARG ;;
    *) echo "Usage: $0 [-d] [-p PORT]" >&2; exit 1 ;;
  esac
done
shift $((OPTIND - 1))
cat > vm.log <<END
port \${PORT%4}0
END
qemu-system-x86_64 -qmp "tcp:localhost:$PORT,server" | tee vm.log
echo system_powerdown | socat - UNIX-CONNECT:/tmp/vm.sock
`,
  `prepare() {
  local image=\${1:?} size=\${2:-20G} tries
  if [[ ! -f $image && -n $size ]]; then
    printf 'creating %s\\n' "$image" >&2
    qemu-img create -f qcow2 "$image" "$size" || return 1
  fi
  for ((tries = 0; tries < 3; tries++)); do
    lsmod | grep -q "^kvm " && break
    sudo modprobe kvm || { echo "no kvm" | sed 's/^/  /'; exit 2; }
  done
}
prepare "\${DISK:-/srv/vm.qcow2}"
# qemu-monitor-guard: ignore[gdbstub-exposed] only while this is tried
qemu-system-x86_64 -gdb tcp::1234 -drive "file=$DISK,if=virtio" -netdev user,id=n,hostfwd=tcp::2222-:22 \\
  -monitor "tcp:0.0.0.0:$((4444 + 1)),server,nowait" -daemonize -pidfile /run/vm.pid
unused() { kvm $1 -qmp tcp:0.0.0.0:4445,server; }
if ! kill -0 "$(cat /run/vm.pid)"; then exit 1; fi
`,
];

const DOMAIN = `<domain type='kvm' xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'>
  <name>vm</name>
  <qemu:commandline>
    <qemu:arg value='-monitor'/>
    <qemu:arg value='tcp:0.0.0.0:4444,server=on,wait=off'/>
  </qemu:commandline>
</domain>
`;

export const WARMING: readonly Source[] = [
  ...SCRIPTS.map((text) => ({ languageId: 'shellscript', path: 'vm.sh', text })),
  { languageId: 'xml', path: 'vm.xml', text: DOMAIN },
];

/** Analyses of each sample; enough to compile most code. */
const ROUNDS = 6;
/** Milliseconds before each step. */
const IDLE = 10;

/** Runs step by step until a document is open. */
export function warmUp({ later }: Pick<Platform, 'later'>, isWorking: () => boolean): void {
  const steps = Array.from({ length: ROUNDS }, () => WARMING)
    .flat()
    .flatMap((sample) => {
      let analysis: Analysis | undefined;
      return [
        () => {
          analysis = analyze(sample, DEFAULT_SETTINGS, undefined);
          findingsOf(sample.path, analysis, []);
        },
        () => analysis && renderFixes(analysis, DEFAULT_SETTINGS),
      ];
    });
  const go = (): void => {
    const step = isWorking() ? undefined : steps.shift();
    if (step === undefined) return;
    step();
    later(IDLE, go);
  };
  later(IDLE, go);
}
