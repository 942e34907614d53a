/** What the page does by itself: language, filters, sorting, opening what a link leads to. It works without, too. */
export const SCRIPT = `
(()=>{const root=document.documentElement,buttons=[...document.querySelectorAll('.lang button')];
const setLang=l=>{root.dataset.lang=l;root.lang=l;for(const b of buttons)b.setAttribute('aria-pressed',String(b.value===l));document.title=root.dataset['title'+(l==='ja'?'Ja':'En')];
for(const x of document.querySelectorAll('[data-ph-ja]'))x.placeholder=l==='ja'?x.dataset.phJa:x.dataset.phEn;for(const o of document.querySelectorAll('option[data-ja]'))o.textContent=l==='ja'?o.dataset.ja:o.dataset.en;};
for(const b of buttons)b.addEventListener('click',()=>setLang(b.value));setLang(root.dataset.lang);
const table=document.getElementById('threat-table');
if(table){const rows=[...table.tBodies[0].rows],box=document.getElementById('f-text'),sel=[...document.querySelectorAll('select[data-key]')],out=document.getElementById('f-count');
const text=new Map(rows.map(r=>[r,r.textContent.toLowerCase()]));
const run=()=>{const q=box.value.trim().toLowerCase();let n=0;for(const r of rows){const ok=(q===''||text.get(r).includes(q))&&sel.every(s=>s.value===''||r.dataset[s.dataset.key]===s.value);r.hidden=!ok;if(ok)n++;}out.textContent=n+' / '+rows.length;};
box.addEventListener('input',run);for(const s of sel)s.addEventListener('change',run);run();
for(const b of table.tHead.querySelectorAll('button'))b.addEventListener('click',()=>{const th=b.closest('th'),i=[...th.parentNode.children].indexOf(th),up=th.getAttribute('aria-sort')!=='ascending';
for(const o of table.tHead.querySelectorAll('th'))o.removeAttribute('aria-sort');th.setAttribute('aria-sort',up?'ascending':'descending');
const key=r=>r.cells[i].dataset.v??r.cells[i].textContent;rows.sort((x,y)=>{const a=key(x),c=key(y);const d=isNaN(a)||isNaN(c)?String(a).localeCompare(String(c),'ja'):a-c;return up?d:-d;});table.tBodies[0].append(...rows);});
var show=r=>{if(r.hidden){box.value='';for(const s of sel)s.value='';run();}};}
const go=()=>{const id=decodeURIComponent(location.hash.slice(1));const x=id&&document.getElementById(id);if(!x)return;for(let d=x.closest('details');d;d=d.parentElement.closest('details'))d.open=true;if(x.tagName==='DETAILS')x.open=true;if(x.tagName==='TR'&&typeof show==='function')show(x);
for(const h of document.querySelectorAll('.hit'))h.classList.remove('hit');x.classList.add('hit');x.scrollIntoView({block:'center'});};
addEventListener('hashchange',go);go();
addEventListener('beforeprint',()=>{for(const d of document.querySelectorAll('details.block'))d.open=true;});})();
`;
