/* A map of one place, on the pages that are opened for it. With a field, its middle is the place. */
(() => {
  "use strict";
  const box = document.querySelector("[data-map]");
  if (!box || !window.L) return;
  const { lat, lng, tiles, field } = box.dataset;
  box.hidden = false;
  const map = L.map(box, { attributionControl: false, keyboardPanDelta: 20 });
  L.tileLayer(tiles, { maxZoom: 19 }).addTo(map);
  map.setView([lat, lng], 16);
  const input = field && document.getElementById(field);
  if (!input) {
    L.circleMarker([lat, lng], { radius: 11, className: "map-spot", interactive: false }).addTo(map);
    return;
  }
  /* Only what a hand has moved is written: a place that was typed stays as it was typed. */
  let isOurs = false;
  map.on("moveend", () => {
    if (isOurs) return;
    const middle = map.getCenter().wrap();
    input.value = `${middle.lat.toFixed(6)}, ${middle.lng.toFixed(6)}`;
  });
  input.addEventListener("change", () => {
    const found = /^\s*(-?\d+(?:\.\d+)?)\s*,\s*(-?\d+(?:\.\d+)?)\s*$/.exec(input.value);
    if (!found || Math.abs(found[1]) > 85 || Math.abs(found[2]) > 180) return;
    isOurs = true;
    map.setView([found[1], found[2]], map.getZoom(), { animate: false });
    isOurs = false;
  });
})();
