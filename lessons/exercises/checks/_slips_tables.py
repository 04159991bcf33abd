"""Which functions, types and comparisons are taken for each other by mistake."""

import ast

REDUCE = {
    "sum",
    "mean",
    "min",
    "max",
    "argmin",
    "argmax",
    "all",
    "any",
    "median",
    "argsort",
    "sort",
    "cumsum",
    "unique",
}
REDUCE |= {"norm", "count_nonzero", "average", "prod", "amin", "amax"}
OTHER_FUNCTION = {
    "argmax": ("argmin", "largest for least", "`argmax` finds the largest number. You need the smallest: `argmin`."),
    "argmin": ("argmax", "least for largest", "`argmin` finds the smallest number. You need the largest: `argmax`."),
    "max": ("min", "largest for least", "`max` takes the largest number. You need the smallest: `min`."),
    "min": ("max", "least for largest", "`min` takes the smallest number. You need the largest: `max`."),
    "maximum": (
        "minimum",
        "largest for least",
        "`maximum` keeps the larger number. You need the smaller: `minimum`.",
    ),
    "minimum": (
        "maximum",
        "least for largest",
        "`minimum` keeps the smaller number. You need the larger: `maximum`.",
    ),
    "sum": ("mean", "sum for mean", "This is a sum. You need the mean."),
    "mean": ("sum", "mean for sum", "This is a mean. You need the sum."),
    "median": ("mean", "median for mean", "This is the median, the number in the middle. You need the mean."),
    "prod": ("sum", "product for sum", "This multiplies all numbers. Add them up: `sum`."),
    "all": ("any", "all for any", "`all` is True only if every value is True. Here one is enough: `any`."),
    "any": ("all", "any for all", "`any` is True if a single value is True. Here every value must be True: `all`."),
    "floor": ("rint", "cut, not rounded", "`floor` rounds down. Round to the nearest whole number: `np.rint`."),
    "trunc": (
        "rint",
        "cut, not rounded",
        "`trunc` cuts off the digits. Round to the nearest whole number: `np.rint`.",
    ),
    "ceil": ("rint", "rounded up", "`ceil` rounds up. Round to the nearest whole number: `np.rint`."),
    "cumprod": (
        "cumsum",
        "product for sum",
        "This multiplies the numbers one after the other. Add them up: `cumsum`.",
    ),
    "hstack": ("vstack", "stacked the wrong way", "`hstack` puts arrays side by side, `vstack` one below the other."),
    "vstack": ("hstack", "stacked the wrong way", "`vstack` puts arrays one below the other, `hstack` side by side."),
}
COMPARE = {ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "==", ast.NotEq: "!="}
OTHER_COMPARE = {
    ast.Lt: (ast.LtE, ast.Gt),
    ast.LtE: (ast.Lt, ast.GtE),
    ast.Gt: (ast.GtE, ast.Lt),
    ast.GtE: (ast.Gt, ast.LtE),
    ast.Eq: (ast.NotEq, ast.LtE, ast.GtE),
    ast.NotEq: (ast.Eq,),
}
SMALL = {"uint8", "uint16", "uint32", "int8", "int16", "int32", "float16", "float32", "half", "short", "int", "int64"}
STEPS = {
    "sqrt",
    "round",
    "rint",
    "around",
    "sorted",
    "sort",
    "abs",
    "absolute",
    "int",
    "trunc",
    "floor",
    "ceil",
    "unique",
}
STEPS |= {
    "reversed",
    "flip",
    "square",
    "astype",
    "transpose",
    "squeeze",
    "ravel",
    "clip",
    "set",
    "log",
    "exp",
    "norm",
}
