/**
 * Labels over the picture, drawn from indices: fill, outline on the inner side of a border, hidden labels;
 * predictions hatched and with a dashed outline, so that they cannot be taken for what a person drew. In a program of its own: a
 * heat map below their outlines, and where both differ.
 */
import { differenceColours } from './difference-colours.ts';

export const vertexShader = `#version 300 es
void main() {
  // One triangle that covers the view.
  vec2 corner = vec2(gl_VertexID == 1 ? 3.0 : -1.0, gl_VertexID == 2 ? 3.0 : -1.0);
  gl_Position = vec4(corner, 0.0, 1.0);
}`;

const withoutInsight = `precision highp float;
precision highp int;
precision highp usampler2D;

uniform usampler2D labels;
uniform usampler2D prediction;
uniform sampler2D palette;
/** Size of the view and of the slice, in pixels of the screen and of the slice. */
uniform vec2 viewSize;
uniform ivec2 sliceSize;
/** Slice pixels per screen pixel, and the slice pixel in the middle of the view; corners at integers. */
uniform vec2 pixelStep;
uniform vec2 middle;
uniform float fillOpacity;
uniform float outlineWidth;
uniform float screenScale;
uniform bool showsLabels;
uniform bool showsPrediction;
uniform bool drawsFill;

#ifdef INSIGHT
uniform usampler2D heat;
uniform sampler2D heatColours;
uniform bool showsHeat;
uniform bool showsDifference;
#endif

out vec4 colour;

uint labelOf(usampler2D slice, vec2 place) {
  ivec2 pixel = ivec2(floor(place));
  if (any(lessThan(pixel, ivec2(0))) || any(greaterThanEqual(pixel, sliceSize))) return 0u;
  return texelFetch(slice, pixel, 0).r;
}

vec4 paletteColour(uint label) {
  return texelFetch(palette, ivec2(int(label), 0), 0);
}

bool isBorder(usampler2D slice, vec2 place, uint label) {
  vec2 x = vec2(pixelStep.x * outlineWidth, 0.0);
  vec2 y = vec2(0.0, pixelStep.y * outlineWidth);
  return labelOf(slice, place + x) != label || labelOf(slice, place - x) != label
    || labelOf(slice, place + y) != label || labelOf(slice, place - y) != label;
}

vec4 over(vec4 above, vec4 below) {
  return above + below * (1.0 - above.a);
}

vec4 premultiplied(vec4 source, float opacity) {
  return vec4(source.rgb, 1.0) * (source.a * opacity);
}

#ifdef INSIGHT
vec4 heatAt(vec2 place) {
  ivec2 pixel = ivec2(floor(place));
  if (any(lessThan(pixel, ivec2(0))) || any(greaterThanEqual(pixel, sliceSize))) return vec4(0.0);
  return premultiplied(texelFetch(heatColours, ivec2(int(texelFetch(heat, pixel, 0).r), 0), 0), 1.0);
}

// What is hidden from view differs from nothing.
uint shownLabelOf(usampler2D slice, vec2 place) {
  uint label = labelOf(slice, place);
  return paletteColour(label).a > 0.0 ? label : 0u;
}

vec4 differenceAt(vec2 place, vec2 screen) {
  uint drawn = shownLabelOf(labels, place);
  uint predicted = shownLabelOf(prediction, place);
  if (drawn == predicted) return vec4(0.0);
  bool rising = mod(screen.x + screen.y, 6.0 * screenScale) < 2.0 * screenScale;
  bool falling = mod(screen.x - screen.y, 6.0 * screenScale) < 2.0 * screenScale;
  vec3 hue = predicted == 0u ? ${differenceColours.drawn} : drawn == 0u ? ${differenceColours.predicted} : ${differenceColours.other};
  bool isLine = predicted == 0u ? rising : drawn == 0u ? falling : rising || falling;
  return premultiplied(vec4(hue, 1.0), isLine ? 0.95 : 0.35);
}
#endif

void main() {
  vec2 screen = vec2(gl_FragCoord.x, viewSize.y - gl_FragCoord.y);
  vec2 place = middle + (screen - 0.5 * viewSize) * pixelStep;
  colour = vec4(0.0);
  bool fillsLabels = drawsFill;
  bool drawsPrediction = showsPrediction;
  bool fillsPrediction = true;
#ifdef INSIGHT
  // Filled or hatched, what lies above would give its colours a meaning that they have not.
  if (showsHeat) {
    colour = heatAt(place);
    fillsLabels = fillsPrediction = false;
  }
  if (showsDifference) {
    colour = over(differenceAt(place, screen), colour);
    fillsLabels = drawsPrediction = false;
  }
#endif
  uint drawn = showsLabels ? labelOf(labels, place) : 0u;
  if (drawsPrediction) {
    uint label = labelOf(prediction, place);
    // Where both agree the label is enough: what is left hatched is what still differs.
    vec4 source = label == 0u || label == drawn ? vec4(0.0) : paletteColour(label);
    if (source.a > 0.0) {
      float diagonal = mod(screen.x + screen.y, 8.0 * screenScale);
      bool isDash = diagonal < 5.0 * screenScale;
      bool isHatch = diagonal < 1.5 * screenScale;
      float opacity = isBorder(prediction, place, label) && isDash ? 1.0 : !fillsPrediction ? 0.0 : isHatch ? 0.45 : 0.12;
      colour = over(premultiplied(source, opacity), colour);
    }
  }
  if (showsLabels) {
    vec4 source = drawn == 0u ? vec4(0.0) : paletteColour(drawn);
    if (source.a > 0.0) {
      float opacity = isBorder(labels, place, drawn) ? 1.0 : fillsLabels ? fillOpacity : 0.0;
      colour = over(premultiplied(source, opacity), colour);
    }
  }
}`;

const version = '#version 300 es\n';
export const fragmentShader = version + withoutInsight;
export const insightShader = `${version}#define INSIGHT\n${withoutInsight}`;
