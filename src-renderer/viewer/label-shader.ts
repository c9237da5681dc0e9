/**
 * Labels over the picture, drawn from indices: fill, outline on the inner side of a border, hidden labels;
 * predictions hatched and with a dashed outline, so that they cannot be taken for what a person drew.
 */
export const vertexShader = `#version 300 es
void main() {
  // One triangle that covers the view.
  vec2 corner = vec2(gl_VertexID == 1 ? 3.0 : -1.0, gl_VertexID == 2 ? 3.0 : -1.0);
  gl_Position = vec4(corner, 0.0, 1.0);
}`;

export const fragmentShader = `#version 300 es
precision highp float;
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

void main() {
  vec2 screen = vec2(gl_FragCoord.x, viewSize.y - gl_FragCoord.y);
  vec2 place = middle + (screen - 0.5 * viewSize) * pixelStep;
  colour = vec4(0.0);
  uint drawn = showsLabels ? labelOf(labels, place) : 0u;
  if (showsPrediction) {
    uint label = labelOf(prediction, place);
    // Where both agree the label is enough: what is left hatched is what still differs.
    vec4 source = label == 0u || label == drawn ? vec4(0.0) : paletteColour(label);
    if (source.a > 0.0) {
      float diagonal = mod(screen.x + screen.y, 8.0 * screenScale);
      bool isDash = diagonal < 5.0 * screenScale;
      bool isHatch = diagonal < 1.5 * screenScale;
      float opacity = isBorder(prediction, place, label) && isDash ? 1.0 : isHatch ? 0.45 : 0.12;
      colour = premultiplied(source, opacity);
    }
  }
  if (showsLabels) {
    vec4 source = drawn == 0u ? vec4(0.0) : paletteColour(drawn);
    if (source.a > 0.0) {
      float opacity = isBorder(labels, place, drawn) ? 1.0 : drawsFill ? fillOpacity : 0.0;
      colour = over(premultiplied(source, opacity), colour);
    }
  }
}`;
