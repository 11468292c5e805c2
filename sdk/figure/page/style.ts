/** The page's own style: readable on a screen, in a dark room, and on paper. */
export const STYLE = `
:root{color-scheme:light dark;--ink:#1a1a1a;--muted:#595959;--paper:#fff;--rule:#d9d9d9;--tint:#f6f6f4;--good:#00664a;--odd:#8a5200;--bad:#b00020}
@media (prefers-color-scheme:dark){:root{--ink:#f0f0f0;--muted:#b4b8c0;--paper:#16181d;--rule:#3a3e46;--tint:#20232a;--good:#5fd0a8;--odd:#f0b35a;--bad:#ff8a95}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:1rem/1.55 system-ui,"Segoe UI",Roboto,Helvetica,Arial,sans-serif}
main{max-width:56rem;margin:0 auto;padding:2rem 1rem 4rem}
h1{font-size:1.9rem;line-height:1.2;margin:0 0 .5rem}
h2{font-size:1.3rem;margin:2.5rem 0 .75rem;border-bottom:2px solid var(--rule);padding-bottom:.25rem}
h3{font-size:1.1rem;margin:1.5rem 0 .25rem}
.question{font-size:1.15rem;margin:.25rem 0 1rem}
.facts,.source,figcaption,.note{color:var(--muted);font-size:.9rem}
.summary{font-weight:600;padding:.6rem .9rem;border-left:.35rem solid;background:var(--tint)}
figure{margin:1.5rem 0;border:1px solid var(--rule);border-radius:.5rem;overflow:hidden;background:#fff}
figure svg{display:block;width:100%;height:auto}
figcaption{padding:.5rem 1rem .75rem;background:var(--tint)}
.wide{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:.9rem}
th,td{text-align:left;vertical-align:top;padding:.4rem .6rem;border-bottom:1px solid var(--rule)}
th{font-weight:600}
.number{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
th.number,.claims .number{white-space:normal}.claims td:nth-child(2){min-width:22rem}
.good{color:var(--good)}.odd{color:var(--odd)}.bad{color:var(--bad);font-weight:700}
.verdict{white-space:nowrap;font-weight:600}.verdict small{display:block;white-space:normal;font-weight:400}
.value{overflow-wrap:anywhere}
details{border-bottom:1px solid var(--rule)}
summary{cursor:pointer;padding:.5rem 0;font-weight:600}
pre{background:var(--tint);padding:.8rem 1rem;border-radius:.4rem;white-space:pre-wrap;overflow-wrap:anywhere;font:.9rem/1.5 ui-monospace,Consolas,monospace}
a{color:inherit}
@media screen and (max-width:48rem){
.claims,.claims tbody,.claims tr,.claims td{display:block}
.claims thead{position:absolute;clip-path:inset(50%);width:1px;height:1px;overflow:hidden}
.claims tr{border-bottom:1px solid var(--rule);padding:.6rem 0}
.claims td{border:0;padding:.1rem 0;text-align:left}
.claims .verdict small{display:inline;margin-left:.5em}
.claims .number{display:inline-block;margin-right:1.5em}
.claims td:nth-child(3)::before{content:"expected "}.claims td:nth-child(4)::before{content:"measured "}
.claims td::before{color:var(--muted)}
}
@media print{
:root{--ink:#000;--muted:#444;--paper:#fff;--rule:#bbb;--tint:#fff;--good:#004d38;--odd:#6b4000;--bad:#900}
main{max-width:none;padding:0}body{font-size:10.5pt}
.claims td:nth-child(2){min-width:0}
figure,tr,pre{break-inside:avoid}h2,h3,summary{break-after:avoid}
details:not([open]),.screen{display:none}
h2:has(+details):not(:has(~details[open])){display:none}
figure{max-width:16.5cm;margin:1rem auto}figure svg{max-height:20cm}
}
`.trim();
