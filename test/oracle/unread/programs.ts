/**
 * Programs that open a monitor to the network in ways that are not read exactly. `@QEMU` is the program, `@OPEN` the
 * device string. Over 600 lines, since it is one table.
 */

/** By the program that runs them. */
export const PROGRAMS: Readonly<Record<string, readonly string[]>> = {
  bash: [
    `MON=none
source /dev/stdin <<<"MON=@OPEN"
@QEMU -monitor "$MON"`,
    `MON=none
. /dev/fd/3 3<<<"MON=@OPEN"
@QEMU -monitor "$MON"`,
    `exec true < /nonexistent/file
@QEMU -monitor @OPEN`,
    `f() {
  cmd=(-m 1)
  while [ $# -gt 0 ]; do
    case $1 in
      mon=*) cmd+=(-monitor "\${1#mon=}") ;;
      *) cmd+=(-$1) ;;
    esac
    shift
  done
  @QEMU "\${cmd[@]}"
}
f snapshot mon=@OPEN`,
    `bash +O nullglob -c '@QEMU -monitor @OPEN'`,
    `"$(command -v bash)" -i -c '@QEMU -monitor @OPEN'`,
    `builtin command @QEMU -monitor @OPEN`,
    `exec -- 2>&1
@QEMU -monitor @OPEN`,
    `trap 'trap "@QEMU -monitor @OPEN" USR1; kill -USR1 $$' EXIT`,
    `MON=none
v='a\\\\b' s='\\\\b'
[ "\${v/$s}" = 'a\\' ] && MON=@OPEN
@QEMU -monitor "$MON"`,
    `x="MON=@OPEN"
MON=none
eval "$(printf '%s' "$x")"
@QEMU -monitor "$MON"`,
    `set -- MON
MON=none
declare "$(echo $1)=@OPEN"
@QEMU -monitor "$MON"`,
    `MON=none
n=$(echo MON)
printf -v "$n" %s @OPEN
@QEMU -monitor "$MON"`,
    `MON=none
n=$(echo MON)
read -r "$n" <<< @OPEN
@QEMU -monitor "$MON"`,
    `MON=none
f() { declare -n r=$1; r=@OPEN; }
f "$(echo MON)"
@QEMU -monitor "$MON"`,
    `MON=none
source <(echo MON=@OPEN | tr a a)
@QEMU -monitor "$MON"`,
    `MON=none
t=$(mktemp)
echo MON=@OPEN | tr a a > "$t"
. "$t"
@QEMU -monitor "$MON"`,
    `MON=none
export $(echo MON=@OPEN | xargs)
@QEMU -monitor "$MON"`,
    `declare -A m=([dbg]=none)
k=$(echo dbg)
m[$k]=@OPEN
@QEMU -monitor "\${m[dbg]}"`,
    `P=none
n=$(echo P)
unset "$n"
@QEMU -monitor "\${P:-@OPEN}"`,
    `lines=(none)
n=$(echo lines)
mapfile -t "$n" < <(echo @OPEN)
@QEMU -monitor "\${lines[0]}"`,
    `i=0
n=$(echo i)
M=(none @OPEN)
(( $n = 1 ))
@QEMU -monitor "\${M[i]}"`,
    `i=0
n=$(echo i)
M=(none @OPEN)
let "$n=1"
@QEMU -monitor "\${M[i]}"`,
    `MON=none
d=$(echo declare)
$d MON=@OPEN
@QEMU -monitor "$MON"`,
    `m=none
empty=
m=@OPEN $empty
@QEMU -monitor "$m"`,
    `n_c=none
a_c=@OPEN
for v in {n,a}_c; do m=\${!v}; done
@QEMU -monitor "$m"`,
    `cd "$(mktemp -d)"
touch a1 a2
m=none
for x in a*; do case $x in a2) m=@OPEN;; esac; done
@QEMU -monitor "$m"`,
    `shopt -s expand_aliases
alias try=if
m=none
try true; then m=@OPEN; fi
@QEMU -monitor "$m"`,
    `args=()
add() { args+=("$@"); }
add -monitor @OPEN
@QEMU "\${args[@]}"`,
    `while read -r k v; do
  case $k in monitor) m=$v;; esac
done <<E
monitor @OPEN
E
@QEMU -monitor "$m"`,
    `m=none
trap 'm=@OPEN' USR1
kill -USR1 $$
@QEMU -monitor "$m"`,
    `m='\${h}'
h=@OPEN
eval "@QEMU -monitor $m"`,
    `bash -c 'bash -c "bash -c \\"bash -c \\\\\\"bash -c \\\\\\\\\\\\\\"@QEMU -monitor @OPEN\\\\\\\\\\\\\\"\\\\\\"\\""'`,
    `@QEMU $(printf '%s ' -monitor @OPEN)`,
    `m=(@OPEN)
IFS=' ' read -ra all <<< "-monitor \${m[0]}"
@QEMU "\${all[@]}"`,
    `m="non@OPEN"
@QEMU -monitor "\${m#non}"`,
    `m=none
{ m=@OPEN; } 2>/dev/null
@QEMU -monitor "$m" -nographic`,
    `f() { local "$1=@OPEN"; @QEMU -monitor "$MON"; }
MON=none
f "$(echo MON)"`,
    `o=none
n=$(echo o)
set -- -t
getopts t "$n"
[ "$o" = t ] && o=@OPEN
@QEMU -monitor "$o"`,
    `a=(none)
i=$(echo 0)
printf -v "a[$i]" %s @OPEN
@QEMU -monitor "\${a[0]}"`,
    `MON=none
cd "$(mktemp -d)"; echo MON=@OPEN > .env
while IFS='=' read -r k v; do export "$k=$v"; done < .env
@QEMU -monitor "$MON"`,
    `declare -A o=([monitor]=none)
for kv in "$(echo monitor)=@OPEN"; do o[\${kv%%=*}]=\${kv#*=}; done
@QEMU -monitor "\${o[monitor]}"`,
    `bash +c '@QEMU -monitor @OPEN' 2>/dev/null; bash -c - '@QEMU -monitor @OPEN'`,
    `function eval { "$@"; }
eval @QEMU -monitor @OPEN`,
    `shopt -s execfail
exec /nonexistent/prog 2>/dev/null
@QEMU -monitor @OPEN`,
    `m=none
[[ tcp:@OPEN =~ tcp:(.*) ]] && m=\${BASH_REMATCH[1]}
@QEMU -monitor "$m"`,
    `a=(-monitor none)
printf -v "a[$(date +1)]" %s @OPEN
@QEMU "\${a[@]}"`,
    `a=(-monitor none @OPEN)
unset "a[$(date +1)]"
@QEMU "\${a[@]}"`,
    `MON=none
source /dev/stdin <<E
$(date +MON)=@OPEN
E
@QEMU -monitor "$MON"`,
    `M=(none @OPEN) i=0 n='i = 1'
(( n ))
@QEMU -monitor "\${M[i]}"`,
    `M=(@OPEN none) i=0 x=$(date +0)
(( x && (i = 1) ))
@QEMU -monitor "\${M[i]}"`,
    `MON=none
set_it() { MON=@OPEN; }
trap set_it USR1
kill -USR1 $$
@QEMU -monitor "$MON"`,
    `MON=none
echo MON=@OPEN > "$(date +conf)"
command . "./$(date +conf)"
@QEMU -monitor "$MON"`,
    `a=() list='a=(-monitor @OPEN)'
declare -a "$list"
@QEMU "\${a[@]}"`,
    `m=@OPEN
m=none export x=1
@QEMU -monitor "$m"`,
    `m=none
m=@OPEN $(true)
@QEMU -monitor "$m"`,
    `m=@OPEN
clear() { unset m; }
f() { local m=none; clear; @QEMU -monitor "$m"; }
f`,
    `m=none
g() { unset m; m=@OPEN; }
f() { local m=x; g; }
f
@QEMU -monitor "$m"`,
    `m=none
f() { local m; @QEMU -monitor "$m"; }
m=@OPEN f`,
    `a=none a_c=@OPEN
for m in {$a,x}_c; do case $m in tcp:*) @QEMU -monitor "$m" ;; esac; done`,
    `args=()
with_monitor() { args+=(-monitor @OPEN); }
for f in $(date +monitor); do "with_$f"; done
@QEMU "\${args[@]}"`,
    `eval "$(printf '%q ' @QEMU -monitor @OPEN)"`,
  ],
  dash: [
    `export MON=none
env MON=@OPEN sh -c '@QEMU -monitor "$MON"'`,
    `x=$(echo MON=@OPEN)
export MON=none
env $x sh -c '@QEMU -monitor "$MON"'`,
    `(: \${MON?$(@QEMU -monitor @OPEN)})`,
    `HOME=/h
a=/h/x m=none
[ "\${a#~/}" = x ] && m=@OPEN
@QEMU -monitor "$m"`,
    `b='\\\\'
case '\\' in $b) @QEMU -monitor @OPEN ;; esac`,
    `alias c='case x in'
c
*) @QEMU -monitor @OPEN ;;
esac`,
    `MON=none
[ $((99999999999999999999)) = 99999999999999999999 ] || MON=@OPEN
@QEMU -monitor "$MON"`,
    `m=@OPEN :
@QEMU -monitor "\${m:-none}"`,
    `m=none
m=@OPEN eval true
@QEMU -monitor "$m"`,
    `i=0
: $((++i))
case $i in 1) m=none;; *) m=@OPEN;; esac
@QEMU -monitor "$m"`,
    `S=$(command -v sh)
$S <<EOF
@QEMU -monitor @OPEN
EOF`,
    `S=$(command -v sh)
"$S" -s a b <<'EOF'
@QEMU -monitor @OPEN
EOF`,
    `sh -c - '@QEMU -monitor @OPEN' 2>/dev/null; sh -c -- '@QEMU -monitor @OPEN'`,
    `unset MON
eval ": \\\${$(date +MON):=@OPEN}"
@QEMU -monitor "\${MON:-none}"`,
    `export MON=none
env -u MON sh -c '@QEMU -monitor "\${MON:-@OPEN}"'`,
    `m=none
m=@OPEN exec 2>&1
@QEMU -monitor "$m"`,
    `m=none
m=@OPEN . /dev/null
@QEMU -monitor "$m"`,
  ],
  zsh: [
    `noglob @QEMU -monitor @OPEN`,
    `emulate sh -c '@QEMU -monitor @OPEN'`,
    `x=\${$(@QEMU -monitor @OPEN)}`,
    `source <(echo '@QEMU -monitor @OPEN')`,
    `m=none
a=(1)
i=1
(( a[++i] = 7 ))
case $i in 2) m=@OPEN;; esac
@QEMU -monitor $m`,
    `a=(none @OPEN)
shift a
@QEMU -monitor $a[1]`,
    `f() { local mon=none; zparseopts -D -E -- m:=mon; @QEMU -monitor $mon[2]; }
f -m @OPEN`,
    `typeset -L 30 m
m=@OPENxxxxxx
@QEMU -monitor $m`,
    `typeset -U a
a=(none none @OPEN)
@QEMU -monitor $a[2]`,
    `m=none
f() { private m=@OPEN; @QEMU -monitor $m; }
zmodload zsh/param/private
f`,
    `m=none
repeat 1 { m=@OPEN }
@QEMU -monitor $m`,
    `m=none
() { m=@OPEN }
@QEMU -monitor $m`,
    `m=none
for p (a b) m=@OPEN
@QEMU -monitor $m`,
    `m=none
if (true) { m=@OPEN }
@QEMU -monitor $m`,
    `m=none
: \${m::=@OPEN}
@QEMU -monitor $m`,
    `typeset -L 30 m
m=@OPEN
@QEMU -monitor $m`,
    `typeset -l m
m=TCP:0.0.0.0:4444,SERVER,NOWAIT
@QEMU -monitor $m`,
    `typeset -A a
a=( [k]=@OPEN )
@QEMU -monitor $a[k]`,
    `a=(none @OPEN)
@QEMU -monitor $a[-1]`,
    `m=none
repeat 1 { m=@OPEN }
@QEMU -monitor $m`,
    `if [[ -z $NOPE ]] { @QEMU -monitor @OPEN }`,
    `f() { @QEMU $@ }
f -monitor @OPEN`,
    `args=(-monitor @OPEN)
@QEMU $args[@]`,
    `p=@OPEN/x
@QEMU -monitor \${p:h}`,
    `foreach m (none @OPEN) @QEMU -monitor $m; end`,
    `case x { (x) @QEMU -monitor @OPEN ;; }`,
    `setopt sh_word_split
o="-monitor @OPEN"
@QEMU $o`,
    `set -y
o="-monitor @OPEN"
@QEMU $o`,
    `a=(none @OPEN)
@QEMU -monitor \${a[(r)tcp*]}`,
    `{ m=none } always { m=@OPEN }
@QEMU -monitor $m`,
    `m=none
n=m
: \${(P)n::=@OPEN}
@QEMU -monitor $m`,
    `m=none
set -A m @OPEN
@QEMU -monitor $m`,
    `m=none
function { m=@OPEN }
@QEMU -monitor $m`,
  ],
  python3: [
    `import sys
command = "@QEMU "
if len(sys.argv) > 1:
    command += "-S"
elif len(sys.argv) > 2:
    command += "-nographic"
else:
    command += "-monitor @OPEN"
subprocess.run(command, shell=True)`,
    `import operator
cmd = ["@QEMU", "-monitor", "none"]
operator.setitem(cmd, 2, "@OPEN")
subprocess.run(cmd)`,
    `class C: pass
c = C()
c.m = "none"
vars(c)["m"] = "@OPEN"
subprocess.run(["@QEMU", "-monitor", c.m])`,
    `class C:
    m = "@OPEN"
c = C()
c.m = "none"
del c.m
subprocess.run(["@QEMU", "-monitor", c.m])`,
    `mon = "none"
def use(value):
    global mon
    mon = value
list(map(use, ["@OPEN"]))
subprocess.run(["@QEMU", "-monitor", mon])`,
    `class C:
    m = "none"
    def __getattribute__(self, name): return "@OPEN"
subprocess.run(["@QEMU", "-monitor", C().m])`,
    `cmd = ["@QEMU"]
globals().update(mon="@OPEN")
cmd += ["-monitor", mon]
subprocess.run(cmd)`,
    `mon = "none"
globals().update(mon="@OPEN")
subprocess.run(["@QEMU", "-monitor", mon])`,
    `def add(l):
    l.append("-monitor")
    l += ["@OPEN"]
cmd = ["@QEMU"]
add(cmd)
subprocess.run(cmd)`,
    `def f():
    mon = "none"
    def g():
        nonlocal mon
        mon = "@OPEN"
    g()
    subprocess.run(["@QEMU", "-monitor", mon])
f()`,
    `def f(x, acc=["@QEMU"]):
    acc.append(x)
    return acc
f("-monitor")
subprocess.run(f("@OPEN"))`,
    `mon = "none"
try:
    pass
finally:
    mon = "@OPEN"
subprocess.run(["@QEMU", "-monitor", mon])`,
    `import contextlib
mon = "none"
with contextlib.suppress(ValueError):
    mon = "@OPEN"
    raise ValueError
    mon = "stdio"
subprocess.run(["@QEMU", "-monitor", mon])`,
    `subprocess.run(["@QEMU", "-monitor", (m := "@OPEN")])`,
    `if (m := "@OPEN"):
    subprocess.run(["@QEMU", "-monitor", m])`,
    `cmd = ["@QEMU", "-monitor", "none"]
cmd[2] = "@OPEN"
subprocess.run(cmd)`,
    `cmd = ["@QEMU", "-monitor", "none"]
cmd[cmd.index("-monitor") + 1] = "@OPEN"
subprocess.run(cmd)`,
    `cmd = ["@QEMU", "-monitor", "none"]
del cmd[-1]
cmd.append("@OPEN")
subprocess.run(cmd)`,
    `cmd = ["@QEMU", "-monitor", "none"]
cmd.remove("none")
cmd.append("@OPEN")
subprocess.run(cmd)`,
    `def run(*args):
    cmd = ["@QEMU"]
    for a in args:
        cmd.append(a)
    subprocess.run(cmd)
run("-monitor", "@OPEN")`,
    `class C:
    mon = "none"
c = C()
setattr(c, "mo" + "n", "@OPEN")
subprocess.run(["@QEMU", "-monitor", c.mon])`,
    `c = {"mon": "none"}
for k, v in zip(["mon"], ["@OPEN"]):
    c[k] = v
subprocess.run(["@QEMU", "-monitor", c["mon"]])`,
    `cmd = ["@QEMU"]
add = cmd.append
add("-monitor")
add("@OPEN")
subprocess.run(cmd)`,
    `t = "tcp:{}:{port},server,nowait"
subprocess.run(["@QEMU", "-monitor", t.format("0.0.0.0", port=4444)])`,
    `cmd = ["@QEMU", "-monitor", "none"]
cmd[1:] = ["-monitor", "@OPEN"]
subprocess.run(cmd)`,
    `cmd = ["@QEMU", "-monitor", "@OPEN,x"]
cmd = [c.removesuffix(",x") for c in cmd]
subprocess.run(cmd)`,
    `cmd = ["@OPEN", "-monitor", "@QEMU"]
cmd.reverse()
subprocess.run(cmd)`,
    `cmd = ["@QEMU", "@OPEN"]
cmd.insert(1, "-monitor")
subprocess.run(cmd)`,
    `m = {"a": "none"}
m.setdefault("b", "@OPEN")
subprocess.run(["@QEMU", "-monitor", m["b"]])`,
    `import os
w = os.environ.get("W", "")
subprocess.run(["@QEMU", "-monitor", ("{:" + w + "}").format("@OPEN")])`,
    `mon = "none"
exec("mon = '@OPEN'")
subprocess.run(["@QEMU", "-monitor", mon])`,
    `cmd = ["@QEMU"]
def opts():
    yield "-monitor"
    yield "@OPEN"
cmd.extend(opts())
subprocess.run(cmd)`,
    `import functools
run = functools.partial(subprocess.run, ["@QEMU", "-monitor", "@OPEN"])
run()`,
    `mon = "none"
match 3:
    case 3:
        mon = "@OPEN"
subprocess.run(["@QEMU", "-monitor", mon])`,
    `cmd = ["@QEMU", "-monitor", "none"]
while cmd[-1] == "none":
    cmd.pop()
    cmd.append("@OPEN")
subprocess.run(cmd)`,
    `a = b = ["@QEMU"]
b += ["-monitor", "@OPEN"]
subprocess.run(a)`,
    `class Vm:
    args = ["@QEMU"]
    def add(self, *a):
        self.args.extend(a)
        return self
    def run(self):
        subprocess.run(self.args)
Vm().add("-monitor", "@OPEN").run()`,
    `opts = {"monitor": "@OPEN"}
cmd = ["@QEMU"]
for k in opts:
    cmd += ["-" + k, opts[k]]
subprocess.run(cmd)`,
    `import shlex
cmd = "@QEMU"
cmd = " ".join([cmd] + ["-monitor", "@OPEN"])
subprocess.Popen(shlex.split(cmd)).wait()`,
    `import os
os.environ["M"] = "@OPEN"
os.system("@QEMU -monitor $M")`,
    `cmd = ["@QEMU", "-monitor", "none"]
cmd.pop()
cmd.append("@OPEN")
subprocess.run(cmd)`,
    `from dataclasses import dataclass, replace
@dataclass
class C:
    mon: str = "none"
c = replace(C(), mon="@OPEN")
subprocess.run(["@QEMU", "-monitor", c.mon])`,
    `mon = "none"
def f():
    global mon
    mon = "@OPEN"
f()
subprocess.run(["@QEMU", "-monitor", mon])`,
    `cmd = ["@QEMU", "-monitor", "none"]
def fix(l):
    l[-1] = "@OPEN"
fix(cmd)
subprocess.run(cmd)`,
    `mon = "none"
vars()["mon"] = "@OPEN"
subprocess.run(["@QEMU", "-monitor", mon])`,
    `import random
random.seed(1)
cmd = ["@QEMU", "-monitor"]
m = ["@OPEN"]
random.shuffle(m)
subprocess.run(cmd + m)`,
    `import re
t = "none"
t = re.sub("none", "@OPEN", t)
subprocess.run(["@QEMU", "-monitor", t])`,
    `d = {"m": "none"}
e = d
e["m"] = "@OPEN"
subprocess.run(["@QEMU", "-monitor", d["m"]])`,
    `cmd = ["@QEMU", "-monitor", "none"]
other = cmd
other[2] = "@OPEN"
subprocess.run(cmd)`,
    `d = {"m": "none"}
d.update([("m", "@OPEN")])
subprocess.run(["@QEMU", "-monitor", d["m"]])`,
    `(a, *b) = ["@QEMU", "-monitor", "@OPEN"]
subprocess.run([a, *b])`,
    `d = {"a": {"b": {"c": "none"}}}
d["a"]["b"]["c"] = "@OPEN"
subprocess.run(["@QEMU", "-monitor", d["a"]["b"]["c"]])`,
    `d = {"a": {"b": {"c": "none"}}}
x = d["a"]["b"]
x["c"] = "@OPEN"
subprocess.run(["@QEMU", "-monitor", d["a"]["b"]["c"]])`,
    `d = {"a": {"b": {"c": {"e": "none"}}}}
d["a"]["b"]["c"]["e"] = "@OPEN"
subprocess.run(["@QEMU", "-monitor", d["a"]["b"]["c"]["e"]])`,
    `d = {"a": {"b": {"c": "none"}}}
def f(x):
    x["b"]["c"] = "@OPEN"
f(d["a"])
subprocess.run(["@QEMU", "-monitor", d["a"]["b"]["c"]])`,
    `d = {"a": {"b": {"c": "none"}}}
for v in d.values():
    v["b"]["c"] = "@OPEN"
subprocess.run(["@QEMU", "-monitor", d["a"]["b"]["c"]])`,
    `d = {"a": ["none"]}
d["a"][0] = "@OPEN"
subprocess.run(["@QEMU", "-monitor", d["a"][0]])`,
    `l = [{"m": "none"}]
l[0]["m"] = "@OPEN"
subprocess.run(["@QEMU", "-monitor", l[0]["m"]])`,
    `l = [{"m": "none"}]
for x in l:
    x["m"] = "@OPEN"
subprocess.run(["@QEMU", "-monitor", l[0]["m"]])`,
    `class C:
    def __init__(self):
        self.opts = {"q": {"m": {"x": "none"}}}
    def set(self):
        self.opts["q"]["m"]["x"] = "@OPEN"
    def go(self):
        subprocess.run(["@QEMU", "-monitor", self.opts["q"]["m"]["x"]])
c = C()
c.set()
c.go()`,
    `d = {}
d.setdefault("a", {})["m"] = "@OPEN"
subprocess.run(["@QEMU", "-monitor", d["a"]["m"]])`,
    `import collections
d = collections.defaultdict(dict)
d["a"]["m"] = "@OPEN"
subprocess.run(["@QEMU", "-monitor", d["a"]["m"]])`,
    `d = {"m": "none"}
dict.__setitem__(d, "m", "@OPEN")
subprocess.run(["@QEMU", "-monitor", d["m"]])`,
    `d = {"m": "none"}
d |= {"m": "@OPEN"}
subprocess.run(["@QEMU", "-monitor", d["m"]])`,
    `class C: pass
c = C()
c.m = "none"
c.__dict__.update(m="@OPEN")
subprocess.run(["@QEMU", "-monitor", c.m])`,
    `class C:
    m = "none"
for k, v in {"m": "@OPEN"}.items():
    setattr(C, k, v)
subprocess.run(["@QEMU", "-monitor", C.m])`,
    `cmd = ["@QEMU"]
list.append(cmd, "-monitor")
list.extend(cmd, ["@OPEN"])
subprocess.run(cmd)`,
    `cmd = ["@QEMU"]
list(map(cmd.append, ["-monitor", "@OPEN"]))
subprocess.run(cmd)`,
    `cmd = "@QEMU -monitor none".split()
cmd.__setitem__(2, "@OPEN")
subprocess.run(cmd)`,
    `class S:
    def __enter__(self): return self
    def __exit__(self, *a): return True
mon = "none"
with S():
    mon = "@OPEN"
    raise ValueError
    mon = "none"
subprocess.run(["@QEMU", "-monitor", mon])`,
    `d = dict(m="none")
d["m"], x = "@OPEN", 1
subprocess.run(["@QEMU", "-monitor", d["m"]])`,
    `opts = {"monitor": "@OPEN"}
cmd = ["@QEMU"] + [x for k, v in opts.items() for x in ("-" + k, v)]
subprocess.run(cmd)`,
    `import copy
d = {"a": {"m": "none"}}
e = copy.deepcopy(d)
e["a"]["m"] = "@OPEN"
subprocess.run(["@QEMU", "-monitor", e["a"]["m"]])`,
    `mon = "none"
def s(v):
    globals()["mon"] = v
s("@OPEN")
subprocess.run(["@QEMU", "-monitor", mon])`,
    `x = ["none", "@OPEN"]
x.sort(reverse=True)
subprocess.run(["@QEMU", "-monitor", x[0]])`,
  ],
  // No address is written in these.
  node: [
    `spawnSync('@QEMU', ['-S', '-monitor', ['tcp', '0.0.0.0', '4444,server,nowait'].join(':')]);`,
    `const mon = ['tcp', '0.0.0.0', '4444,server,nowait'].join(':');
spawnSync('@QEMU', ['-S', '-qmp', mon]);`,
    `const mon = ['tcp', '0.0.0.0', '4444,server,nowait'].join(':');
execSync(\`@QEMU -S -monitor \${mon}\`);`,
    `const mon = ['tcp', '0.0.0.0', '4444,server,nowait'].join(':');
execSync('@QEMU -S -monitor ' + mon);`,
    `const mon = ['tcp', '0.0.0.0', '4444,server,nowait'].join(':');
const options = '-monitor ' + mon;
execSync('@QEMU -S ' + options);`,
    `const args = ['-S'];
args.push('-monitor');
args.push(['tcp', '0.0.0.0', '4444,server,nowait'].join(':'));
spawnSync('@QEMU', args);`,
    `function start(mon) { spawnSync('@QEMU', ['-S', '-monitor', mon]); }
start(['tcp', '0.0.0.0', '4444,server,nowait'].join(':'));`,
    `const options = { '-monitor': ['tcp', '0.0.0.0', '4444,server,nowait'].join(':') };
spawnSync('@QEMU', Object.entries(options).flat());`,
  ],
  perl: [
    `system('@QEMU', '-monitor', join(':', 'tcp', '0.0.0.0', '4444,server,nowait'));`,
    `my $mon = join(':', 'tcp', '0.0.0.0', '4444,server,nowait');
system("@QEMU -S -monitor $mon");`,
    `my @args = ('-S');
push @args, '-qmp', join(':', 'tcp', '0.0.0.0', '4444,server,nowait');
system('@QEMU', @args);`,
  ],
};
