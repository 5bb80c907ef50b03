"use strict";
// Filters the list of scenarios, and copies. The page says all it has to without it.
(function () {
  var box = document.getElementById("filter");
  var input = document.createElement("input");
  input.type = "search";
  input.placeholder = box.dataset.words;
  input.setAttribute("aria-label", box.dataset.words);
  var told = document.createElement("span");
  told.setAttribute("role", "status");
  box.append(input, told);
  var rows = document.querySelectorAll(".all li");
  input.addEventListener("input", function () {
    var words = input.value.toLowerCase().split(/\s+/).filter(Boolean), left = 0;
    rows.forEach(function (row) {
      var text = row.textContent.toLowerCase();
      row.hidden = !words.every(function (w) { return text.includes(w); });
      if (!row.hidden) left++;
    });
    document.querySelectorAll("#annex details").forEach(function (d) {
      d.hidden = !d.querySelector("li:not([hidden])");
      d.open = words.length > 0 && !d.hidden;
    });
    told.textContent = words.length ? left + " / " + rows.length : "";
  });
  document.querySelectorAll(".again").forEach(function (again) {
    var button = document.createElement("button");
    button.type = "button";
    button.textContent = box.dataset.copy;
    button.addEventListener("click", function () {
      navigator.clipboard.writeText(again.querySelector("code").textContent).then(function () { button.textContent = box.dataset.copied; });
    });
    again.append(button);
  });
})();
