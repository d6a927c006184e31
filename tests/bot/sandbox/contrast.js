// The texts on a page whose contrast with what is behind them is below 4.5 to 1 (WCAG 2, AA).
() => {
  const parts = (colour) => {
    const [r, g, b, a = 1] = colour.match(/[\d.]+/g).map(Number);
    return [r, g, b, a];
  };
  const behind = (node) => {
    const layers = [];
    for (let it = node; it; it = it.parentElement) layers.unshift(parts(getComputedStyle(it).backgroundColor));
    return layers.reduce((under, [r, g, b, a]) => [r, g, b].map((it, n) => it * a + under[n] * (1 - a)), [255, 255, 255]);
  };
  const linear = (part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
  const luminance = (rgb) => {
    const [r, g, b] = rgb.slice(0, 3).map((it) => linear(it / 255));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const faint = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const words = walker.currentNode.data.trim();
    const node = walker.currentNode.parentElement;
    if (!words || !node.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
    const [one, other] = [luminance(behind(node)), luminance(parts(getComputedStyle(node).color))];
    const ratio = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
    if (ratio < 4.5) faint.push(`${words}: ${ratio.toFixed(2)}`);
  }
  return faint;
}
