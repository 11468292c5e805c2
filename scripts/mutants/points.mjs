/**
 * Where a module can be changed by one slip: a comparison, an operator, a sign, a constant, a statement that is not there. They are
 * sought in the JavaScript that the compiler makes of a file of sdk/, so that types and comments are not among them; neither
 * are texts, but for the code of an error.
 */
import ts from "typescript";

const { SyntaxKind: Kind } = ts;

/** Operator → what it may be taken for: of a comparison, its bound and its opposite. */
const BINARY = {
  "<": ["<=", ">="],
  "<=": ["<", ">"],
  ">": [">=", "<="],
  ">=": [">", "<"],
  "===": ["!=="],
  "!==": ["==="],
  "+": ["-"],
  "-": ["+"],
  "*": ["/"],
  "/": ["*"],
  "%": ["*"],
  "**": ["*"],
  "&&": ["||"],
  "||": ["&&"],
  "+=": ["-="],
  "-=": ["+="],
  "*=": ["/="],
  "/=": ["*="],
  "|": ["&"],
  "&": ["|"],
  "<<": [">>"],
  ">>": ["<<"],
};

/** Function of Math → its opposite. */
const MATH = { min: "max", max: "min", floor: "ceil", ceil: "floor" };

/** The code of an error → another. */
const otherCode = (code) => (code === "BAD_OPTION" ? "BAD_SHAPE" : "BAD_OPTION");

const isText = (node) =>
  ts.isStringLiteralLike(node) ||
  ts.isTemplateExpression(node) ||
  (ts.isBinaryExpression(node) && (isText(node.left) || isText(node.right))) ||
  (ts.isParenthesizedExpression(node) && isText(node.expression));

/** A whole number becomes the next one, any other the double. */
function otherNumber(node) {
  const value = Number(node.text);
  return Number.isInteger(value) && value < 1e6 ? String(value + 1) : String(2 * value);
}

/** Whether an update is the step of a `for`: backwards it never ends, which any test finds. */
const isStep = (node) => ts.isForStatement(node.parent) && node.parent.incrementor === node;

/** The changes at one node: [start, end, replacement], in characters of `code`. */
function* changes(node, file, code) {
  const whole = (replacement) => [node.getStart(file), node.end, replacement];
  if (ts.isBinaryExpression(node)) {
    const { operatorToken, left, right } = node;
    const operator = operatorToken.getText(file);
    if (operator === "??") yield [left.end, right.end, ""];
    if (operator === "+" && isText(node)) return;
    for (const other of BINARY[operator] ?? []) yield [operatorToken.getStart(file), operatorToken.end, other];
  } else if (ts.isPrefixUnaryExpression(node)) {
    const operand = code.slice(node.operand.getStart(file), node.operand.end);
    if (node.operator === Kind.ExclamationToken || node.operator === Kind.MinusToken) yield whole(operand);
  } else if (ts.isPostfixUnaryExpression(node) && !isStep(node)) {
    yield [node.operand.end, node.end, node.operator === Kind.PlusPlusToken ? "--" : "++"];
  } else if (node.kind === Kind.TrueKeyword || node.kind === Kind.FalseKeyword) {
    yield whole(node.kind === Kind.TrueKeyword ? "false" : "true");
  } else if (ts.isNumericLiteral(node) && node.parent.name !== node) {
    yield whole(otherNumber(node));
  } else if (ts.isConditionalExpression(node)) {
    const { condition } = node;
    yield [condition.getStart(file), condition.end, `!(${code.slice(condition.getStart(file), condition.end)})`];
  } else if (ts.isIfStatement(node)) {
    const { expression } = node;
    yield [expression.getStart(file), expression.end, `!(${code.slice(expression.getStart(file), expression.end)})`];
  } else if (ts.isReturnStatement(node) && node.expression !== undefined) {
    if (node.expression.getText(file) !== "undefined") yield whole("return undefined;");
  } else if (ts.isExpressionStatement(node) || ts.isThrowStatement(node)) {
    const isSuper = ts.isCallExpression(node.expression) && node.expression.expression.kind === Kind.SuperKeyword;
    if (!isSuper) yield whole(";");
  } else if (ts.isPropertyAccessExpression(node) && node.expression.getText(file) === "Math") {
    const other = MATH[node.name.text];
    if (other !== undefined) yield [node.name.getStart(file), node.name.end, other];
  } else if (ts.isNewExpression(node) && node.expression.getText(file) === "GradiometerError") {
    const [word] = node.arguments;
    if (ts.isStringLiteral(word)) yield [word.getStart(file), word.end, `"${otherCode(word.text)}"`];
  }
}

/**
 * Every change of a module, in the order in which they stand.
 *
 * @param code  its JavaScript
 * @returns [{ start, end, replacement }]
 */
export function pointsOf(code) {
  const file = ts.createSourceFile("module.js", code, ts.ScriptTarget.ES2022, true, ts.ScriptKind.JS);
  const points = [];
  const visit = (node) => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return;
    for (const [start, end, replacement] of changes(node, file, code)) points.push({ start, end, replacement });
    ts.forEachChild(node, visit);
  };
  visit(file);
  return points;
}
