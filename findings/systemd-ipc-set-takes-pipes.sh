#!/bin/bash
# Guess: @ipc of systemd's SystemCallFilter= is what its name says, semaphores, shared memory, message queues: a service whose
#        processes speak over sockets alone can do without, and is the safer for it.
# What happens: the set holds pipe() and pipe2(), too.  A shell in the service can no longer run $(date +%F), nor a | b; it ends
#        with 2 before the program is started.  memfd_create goes as well.  `systemd-analyze verify` has nothing to say of the
#        unit, and `security` gives nothing for it: the score is the same with and without.
# Versions: Debian 12, systemd 252.38-1~deb12u1, dash 0.5.12-2, libseccomp2 2.5.4-1+deb12u1.
# Why it matters here: @system-service minus what a batch program has no use for is how docs/night confines its service, and the
#        script that it starts asks for today's date.  So the test runs the script under the unit's own list.
set -eu
confined=$(cd "$(dirname "$0")/../tests/night" && pwd)/confined.py
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
score() {
    systemd-analyze security --offline=yes --no-pager "./$1.service" | sed -n 's/.*level for .*: \([0-9.]*\) .*/\1/p'
}
for name in with without; do
    {
        printf '[Service]\nType=oneshot\nExecStart=/bin/true\nSystemCallFilter=@system-service\n'
        [ $name = with ] || echo 'SystemCallFilter=~@ipc'
    } >$name.service
    systemd-analyze verify --man=no ./$name.service
    said=$(python3 "$confined" $name.service sh -c 'echo "of $(echo a shell)"' 2>&1 && echo ", 0" || echo ", $?")
    echo "$name @ipc: exposed by $(score $name), $(echo "$said" | tr -d '\n' | sed 's/.*Pipe/Pipe/')"
done | tee seen
cat >expected <<'SEEN'
with @ipc: exposed by 8.2, of a shell, 0
without @ipc: exposed by 8.2, Pipe call failed, 2
SEEN
diff expected seen && echo "as expected: no pipe without @ipc, and nobody says so" || { echo "changed"; exit 1; }
