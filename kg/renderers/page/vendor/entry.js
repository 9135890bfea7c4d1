// What of sigma and graphology the page uses, and one program of our own: dashed lines, for what is said.
import Graph from "graphology";
import Sigma from "sigma";
import { createEdgeCompoundProgram, EdgeArrowHeadProgram, EdgeArrowProgram, EdgeRectangleProgram } from "sigma/rendering";

/** Draw a straight line in dashes of 7 pixels with gaps of 6; it is picked as a whole. */
class DashedLine extends EdgeRectangleProgram {
  getDefinition() {
    const given = super.getDefinition();
    const declared = "varying float v_feather;";
    const along = `${declared}\nvarying float v_along;`;
    return {
      ...given,
      VERTEX_SHADER_SOURCE: given.VERTEX_SHADER_SOURCE.replace(declared, along)
        .replace("v_normal = unitNormal;", "v_normal = unitNormal;\n  v_along = a_positionCoef * length(a_positionEnd - a_positionStart) / u_correctionRatio;"),
      FRAGMENT_SHADER_SOURCE: given.FRAGMENT_SHADER_SOURCE.replace(declared, along)
        .replace("#else\n", "#else\n  if (mod(v_along, 13.0) > 7.0) discard;\n"),
    };
  }
}

export { Graph, Sigma };
export const lines = {
  solid: EdgeRectangleProgram,
  arrow: EdgeArrowProgram,
  dashed: DashedLine,
  dashedArrow: createEdgeCompoundProgram([DashedLine, EdgeArrowHeadProgram]),
};
