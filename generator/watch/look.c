/*
 * How the page looks, in the light and in the dark; and its script, which loads the state again and again.
 *
 * Of what a page from a folder may do (file://), reading a file is forbidden, loading a script is not: so the state is a
 * script that calls chengwen({...}).  Each time it has another address, lest an old one be taken from memory.  The paper is
 * loaded anew only when it is another one: while a description is broken, the reader stays at his page.
 */
#include "watch/watch_int.h"

const char watch_style[] =
    ":root{--ink:#1c2024;--dim:#5b636e;--paper:#fff;--soft:#f4f5f7;--line:#d5d9df;--link:#0b57a4;"
    "--good:#1a7f4b;--warning:#8a5a00;--error:#b3261e;--notice:#5b636e}\n"
    "@media (prefers-color-scheme:dark){:root{--ink:#e4e7eb;--dim:#a3abb5;--paper:#16191d;--soft:#20252b;"
    "--line:#3a414a;--link:#8ab8ee;--good:#5cc98d;--warning:#e0ad4b;--error:#ff8f86;--notice:#a3abb5}}\n"
    "html,body{height:100%}body{margin:0;display:flex;color:var(--ink);background:var(--paper);"
    "font:15px/1.6 \"Noto Sans CJK SC\",\"Source Han Sans SC\",\"PingFang SC\",\"Microsoft "
    "YaHei\",sans-serif}\n"
    "main{flex:0 0 26em;max-width:40vw;overflow:auto;padding:1em;box-sizing:border-box;"
    "border-right:1px solid var(--line)}iframe{flex:1;border:0;min-width:0}\n"
    "h1{font-size:1.15em;margin:0;overflow-wrap:anywhere}p{margin:.4em "
    "0}.dim{color:var(--dim);font-size:.9em}\n"
    ".verdict{font-weight:bold;color:var(--own)}.good{--own:var(--good)}.draft,.warning{--own:var(--warning)}"
    ".failed,.error{--own:var(--error)}.over,.notice{--own:var(--notice)}\n"
    "ul{list-style:none;margin:.8em 0;padding:0}li{border-left:4px solid var(--own);background:var(--soft);"
    "margin:.5em 0;padding:.3em .7em;overflow-wrap:anywhere}\n"
    "a{color:var(--link)}a:focus-visible,input:focus-visible{outline:2px solid var(--link)}"
    "input{font:inherit;width:4em}label[hidden]{display:none}\n"
    "@media (max-width:50em){body{flex-direction:column}main{flex:0 1 auto;max-height:45%;max-width:none;"
    "border-right:0;border-bottom:1px solid var(--line)}}\n";

const char watch_script[] =
    "(function () {\n"
    "  'use strict';\n"
    "  var said = document.getElementById('said'), paper = document.getElementById('paper');\n"
    "  var page = document.getElementById('page'), state = {pdf: paper.dataset.digest, over: false};\n"
    "  var show = function () {\n"
    "    if (state.pdf === '') return;\n"
    "    var number = page.value === '' || page.value === '1' ? '' : '#page=' + page.value;\n"
    "    paper.src = paper.dataset.file + '?' + state.pdf + number;\n"
    "  };\n"
    "  window.chengwen = function (next) {\n"
    "    var other = next.pdf !== state.pdf;\n"
    "    if (next.said !== state.said) {\n"
    "      said.innerHTML = next.said;\n"
    "      said.querySelectorAll('time').forEach(function (time) {\n"
    "        var when = new Date(time.textContent);\n"
    "        if (!isNaN(when)) time.textContent = when.toLocaleTimeString('zh-CN');\n"
    "      });\n"
    "    }\n"
    "    document.title = next.title;\n"
    "    state = next;\n"
    "    if (other) show();\n"
    "  };\n"
    "  var ask = function () {\n"
    "    var script = document.createElement('script');\n"
    "    script.onload = script.onerror = function () {\n"
    "      script.remove();\n"
    "      setTimeout(ask, state.over ? 1000 : 150);\n"
    "    };\n"
    "    script.src = said.dataset.state + '?' + Date.now();\n"
    "    document.head.appendChild(script);\n"
    "  };\n"
    "  page.parentNode.hidden = false;\n"
    "  page.addEventListener('change', show);\n"
    "  ask();\n"
    "}());\n";
