#!/bin/bash
# A run that Slurm shares out is the run: an array of tasks, each a shard, and the same papers made at once, byte by byte.
# Some descriptions are bad: their tasks end with 1, the job behind the array (afterany) runs all the same, and one that
# waits for success alone (afterok) would wait for good.  That job merges: one report, with the plain run's messages.
#
# usage: tests/cluster/slurm.sh [PROGRAM]     as root; no part of ./dev test
#
# Installs Slurm from Debian where it is missing, and starts a cluster of this one machine, on its loopback alone, without
# systemd: munged, slurmctld, slurmd, each with all its files in a folder that is removed at the end.
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
program=$(realpath "${1:-$root/build/chengwen}")
tasks=10 papers=1000
bad="77 500 501" # of the descriptions

packages="slurmctld slurmd slurm-client munge"
[ "$(id -u)" = 0 ] || { echo "slurm.sh: must be root" >&2; exit 2; }
# shellcheck disable=SC2086 # a list of words
dpkg-query -W $packages >/dev/null 2>&1 || DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $packages

folder=$(mktemp -d /tmp/chengwen-slurm-XXXXXX)
daemons=
clean_up() {
    for pid in $daemons; do kill "$pid" 2>/dev/null || true; done
    for pid in $daemons; do wait "$pid" 2>/dev/null || true; done
    rm -rf "$folder"
}
trap clean_up EXIT

fail() {
    printf 'slurm.sh: %s\n' "$*" >&2
    tail -n 20 "$folder"/*.log >&2 2>/dev/null || true
    exit 1
}

# start LOG COMMAND...: it stays in front, as our child.
start() {
    local log=$1
    shift
    "$@" >"$folder/$log.log" 2>&1 &
    daemons="$! $daemons" # the last that was started is stopped first
}

# until_true WHAT COMMAND...: at most 30 s.
until_true() {
    local what=$1
    shift
    for _ in $(seq 300); do
        if "$@" >/dev/null 2>&1; then return; fi
        sleep 0.1
    done
    fail "waited in vain for: $what"
}

start_cluster() {
    mkdir "$folder/state" "$folder/spool"
    chmod 755 "$folder"
    head -c 1024 /dev/urandom >"$folder/munge.key"
    chmod 600 "$folder/munge.key"
    cat >"$folder/slurm.conf" <<CONF
ClusterName=chengwen
SlurmctldHost=$(hostname -s)(127.0.0.1)
CommunicationParameters=NoInAddrAny,NoCtldInAddrAny
SlurmctldPort=26817
SlurmdPort=26818
SlurmUser=root
AuthType=auth/munge
AuthInfo=socket=$folder/munge.socket
StateSaveLocation=$folder/state
SlurmdSpoolDir=$folder/spool
SlurmctldPidFile=$folder/slurmctld.pid
SlurmdPidFile=$folder/slurmd.pid
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
MpiDefault=none
ReturnToService=2
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
SchedulerParameters=sched_interval=1
NodeName=$(hostname -s) NodeAddr=127.0.0.1 CPUs=$(nproc) State=UNKNOWN
PartitionName=all Nodes=ALL Default=YES State=UP
CONF
    export SLURM_CONF=$folder/slurm.conf
    start munged munged --foreground --force --socket="$folder/munge.socket" --key-file="$folder/munge.key" \
        --pid-file="$folder/munged.pid" --log-file="$folder/munge-own.log" --seed-file="$folder/munge.seed"
    until_true "munged" test -S "$folder/munge.socket"
    start slurmctld slurmctld -D
    until_true "slurmctld" scontrol ping
    start slurmd slurmd -D
    until_true "an idle node" sh -c 'sinfo -h -o %t | grep -qx idle'
}

write_descriptions() {
    local folder=$1
    mkdir "$folder"
    for i in $(seq "$papers"); do
        printf '<memo><title>备忘 %d</title><author>甲</author><written>2026-08-02</written><item name="纸" amount="%d.50"/></memo>\n' "$i" "$i" >"$folder/d$i.xml"
    done
    for i in $bad; do echo '<memo><title>无</title></memo>' >"$folder/d$i.xml"; done
}

build="'$program' build --templates '$root/tests/cli/templates' --fonts '$root/fonts'"
start_cluster
echo "$(sinfo --version), $(nproc) CPUs, $papers descriptions, bad: $bad"
write_descriptions "$folder/in"
cd "$folder"

began=$(date +%s%3N)
sh -c "$build -q -o plain in" 2>plain.err && fail "the plain run found nothing bad"
echo "plain run: $(find plain -name '*.pdf' | wc -l) PDFs, $(tail -n 1 plain.err), $(($(date +%s%3N) - began)) ms"

# The array, what comes behind it whatever became of it, and what would wait for good.
began=$(date +%s%3N)
array=$(sbatch --parsable --array=1-$tasks -o 'task-%a.log' --wrap "$build -o out --manifest --shard \$SLURM_ARRAY_TASK_ID/$tasks in")
ok=$(sbatch --parsable --dependency=afterok:"$array" -o ok.log --wrap 'echo all went well')
sbatch --wait --dependency=afterany:"$array" -o after.log --wrap "'$program' merge --manifest out; echo \"merge: status \$?\"" >/dev/null
echo "array of $tasks tasks: $(find out -name '*.pdf' | wc -l) PDFs, $(($(date +%s%3N) - began)) ms"
tail -n 2 after.log
tail -q -n 1 task-?.log task-??.log
echo "task: exit"
for task in $(seq "$tasks"); do scontrol -o show job "${array}_$task" | sed -n 's/.*ArrayTaskId=\([0-9]*\) .*ExitCode=\([0-9]*\):.*/\1: \2/p'; done | tr '\n' ' '
echo
echo "afterok: $(squeue -h -j "$ok" -o '%T, %r')"
scancel "$ok"

diff -r -x '.chengwen*' plain out || fail "not the same papers"
# A message is told by one task alone, and none is missing; the plain run's last line is its summary.
cat task-?.log task-??.log | grep -a 'error:' | sort >told
grep -a 'error:' plain.err | sort | cmp - told || fail "not the same messages"
grep -a 'error:' after.log | sort >merged
sed s,plain/,out/, told | sort | cmp - merged || fail "merge has not the same messages"
sh -c "$build --if-changed -o out in" 2>/dev/null | tail -n 1 | grep "未变 $((papers - 3)) 份" || fail "not all are current by the merged manifest"
echo "the same $(find out -name '*.pdf' | wc -l) PDFs, byte by byte, and the same $(wc -l <told) messages"
