// Filters of the matrix and of the obligations. Without them the page shows everything.
(function () {
  'use strict';
  var form = document.getElementById('filters');
  var articles = Array.prototype.slice.call(document.querySelectorAll('article'));
  var rows = {};
  document.querySelectorAll('.matrix tr[data-id]').forEach(function (row) {
    rows[row.dataset.id] = row;
  });
  var texts = new Map(articles.map(function (a) {
    return [a, a.textContent.toLowerCase()];
  }));

  function shows(article, f) {
    var words = f.text.value.trim().toLowerCase().split(/\s+/);
    return (!f.group.value || article.dataset.group === f.group.value)
        && (!f.status.value || article.dataset.status === f.status.value)
        && (!f.state.value || article.dataset.state === f.state.value)
        && (!f.kind.value || article.dataset.kinds.split(' ').indexOf(f.kind.value) >= 0)
        && words.every(function (w) { return texts.get(article).indexOf(w) >= 0; });
  }

  function apply() {
    var shown = 0;
    var groups = {};
    articles.forEach(function (article) {
      var show = shows(article, form.elements);
      article.hidden = !show;
      rows[article.dataset.id].hidden = !show;
      rows[article.dataset.id].previousElementSibling.hidden = !show;
      if (show) {
        shown++;
        groups[article.dataset.group] = true;
      }
    });
    document.querySelectorAll('tbody[data-group], section.group').forEach(function (g) {
      g.hidden = !groups[g.dataset.group];
    });
    form.querySelector('output').textContent = shown + ' of ' + articles.length;
  }

  form.addEventListener('input', apply);
  form.addEventListener('submit', function (event) { event.preventDefault(); });
  form.hidden = false;
  apply();

  // A link to a kind of check opens its list.
  function reveal() {
    var target = location.hash && document.getElementById(location.hash.slice(1));
    if (target) {
      target.querySelectorAll('details').forEach(function (d) {
        d.open = target.className === 'checks' || d.open;
      });
    }
  }
  window.addEventListener('hashchange', reveal);
  reveal();
})();
