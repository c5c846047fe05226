# The referee: reads cases (JSON) from standard input, answers each with R's survey package, writes JSON.
#
# {"api": true} answers with the package's own samples. Else: a case is a table of texts (columns), a design in the words of docs/howto/estimate.md, and, for replicates that we made ourselves,
# their factors (rows x replicates) and scales. Every line has what R says, under R's own names where we compare several intervals.

suppressMessages({
  library(survey)
  library(jsonlite)
})

number <- function(texts) as.numeric(unlist(texts))
given <- function(case, key) case$columns[[case$request[[key]]]]

table_of <- function(case) {
  rows <- data.frame(lapply(case$columns, function(column) unlist(column)), stringsAsFactors = FALSE, check.names = FALSE)
  for (key in c("weights", "frame", "unit_frame")) {
    if (!is.null(case$request[[key]])) rows[[paste0(".", key)]] <- number(given(case, key))
  }
  rows$.row <- seq_len(nrow(rows))
  rows
}

named <- function(names) as.formula(paste("~", paste0("`", names, "`", collapse = "+")))

drawn <- function(case, rows) {
  asked <- case$request
  two <- !is.null(asked$unit_frame)
  first <- if (is.null(asked$clusters)) ".row" else asked$clusters
  second <- if (two) (if (is.null(asked$units)) ".row" else asked$units)
  frames <- if (!is.null(asked$frame)) c(".frame", if (two) ".unit_frame")
  if (is.null(asked$weights) && is.null(frames)) rows$.weights <- 1
  weighed <- ".weights" %in% names(rows)
  svydesign(
    ids = named(c(first, second)),
    strata = if (!is.null(asked$strata)) named(asked$strata),
    weights = if (weighed) ~.weights,
    fpc = if (!is.null(frames)) named(frames),
    nest = TRUE, data = rows
  )
}

# known totals of classifications as calibrate() wants them: the sum, and all classes but the first
margins_of <- function(design, margins) {
  for (name in names(margins)) design$variables[[name]] <- factor(design$variables[[name]], levels = sort(names(margins[[name]])))
  totals <- c("(Intercept)" = sum(unlist(margins[[1]])))
  for (name in names(margins)) {
    rest <- sort(names(margins[[name]]))[-1]
    totals <- c(totals, setNames(unlist(margins[[name]][rest]), paste0(name, rest)))
  }
  list(design = design, totals = totals)
}

raked <- function(design, margins) {
  if (inherits(design, "svyrep.design")) {
    # each replicate is raked anew, and no residuals are needed: rake() itself, carried to its end
    counts <- lapply(names(margins), function(name) setNames(data.frame(names(margins[[name]]), unlist(margins[[name]])), c(name, "Freq")))
    return(rake(design, lapply(names(margins), named), counts, control = list(maxit = 200, epsilon = 1e-13, verbose = FALSE)))
  }
  known <- margins_of(design, margins)
  calibrate(known$design, named(names(margins)), population = known$totals, calfun = "raking", epsilon = 1e-13, maxit = 500)
}

known_of <- function(case, design) {
  asked <- case$request
  if (length(asked$rake) == 1 && inherits(design, "survey.design")) {
    name <- names(asked$rake)
    counts <- data.frame(names(asked$rake[[1]]), unlist(asked$rake[[1]]))
    names(counts) <- c(name, "Freq")
    return(postStratify(design, named(name), counts))
  }
  if (!is.null(asked$rake)) return(raked(design, asked$rake))
  if (is.null(asked$calibrate)) return(design)
  totals <- unlist(asked$calibrate$totals)
  columns <- setdiff(names(totals), "(rows)")
  for (name in columns) design$variables[[name]] <- number(design$variables[[name]])
  form <- if ("(rows)" %in% names(totals)) named(columns) else update(named(columns), ~ . - 1)
  names(totals) <- sub("(rows)", "(Intercept)", names(totals), fixed = TRUE)
  bounds <- if (is.null(asked$calibrate$bounds)) c(-Inf, Inf) else unlist(asked$calibrate$bounds)
  ends <- if (all(is.infinite(bounds))) list() else list(bounds = bounds)
  how <- if (is.null(asked$calibrate$method)) "linear" else asked$calibrate$method
  do.call(calibrate, c(list(design, form, population = totals[c("(Intercept)", columns)[c("(Intercept)", columns) %in% names(totals)]],
    calfun = how, epsilon = 1e-13, maxit = 500), ends))
}

replicated <- function(case, rows, design) {
  asked <- case$request$replicates
  if (is.null(asked)) return(design)
  if (!is.null(case$factors)) {
    factors <- do.call(rbind, lapply(case$factors, unlist))
    return(svrepdesign(
      weights = weights(design), repweights = factors, type = "other", combined.weights = FALSE,
      scale = 1, rscales = unlist(case$scale), data = rows
    ))
  }
  kind <- c(jk1 = "JK1", jkn = "JKn")[[asked$kind]]
  as.svrepdesign(design, type = kind, compress = FALSE)
}

ends <- function(found, df) as.vector(confint(found, df = df))

told <- function(found, design) {
  df <- degf(design)
  found_ends <- suppressWarnings(ends(found, df))
  list(value = as.vector(coef(found))[1], error = as.vector(SE(found))[1], degrees = df, low = found_ends[1], high = found_ends[2])
}

inside <- function(design) sum(weights(design, "sampling") != 0)

beta_by_hand <- function(found, n, df) {
  share <- as.vector(coef(found))
  worth <- share * (1 - share) / as.vector(vcov(found)) * (qt(.025, n - 1) / qt(.025, df))^2
  c(qbeta(.025, worth * share, worth * (1 - share) + 1), qbeta(.975, worth * share + 1, worth * (1 - share)))
}

share_of <- function(design, found) {
  line <- told(found, design)
  if (!is.finite(line$error) || line$error < 1e-12 || line$degrees < 1) return(line)
  methods <- list()
  if (inherits(design, "survey.design")) {
    for (method in c("beta", "xlogit", "asin")) {
      methods[[method]] <- as.vector(attr(svyciprop(~.hit, design, method = method), "ci"))
    }
  }
  methods$hand <- beta_by_hand(found, inside(design), line$degrees)
  c(line, list(methods = methods))
}

one <- function(ask, design, whole) {
  if (!is.null(ask$mean)) {
    design <- update(design, .y = number(design$variables[[ask$mean]]))
    found <- svymean(~.y, design, deff = whole)
    line <- told(found, design)
    return(if (whole) c(line, list(deff = as.vector(deff(found)))) else line)
  }
  if (!is.null(ask$share)) {
    design <- update(design, .hit = as.numeric(design$variables[[ask$share]] == ask$is))
    return(share_of(design, svymean(~.hit, design)))
  }
  if (!is.null(ask$total)) {
    design <- update(design, .y = number(design$variables[[ask$total]]))
    return(told(svytotal(~.y, design), design))
  }
  if (!is.null(ask$ratio)) {
    design <- update(design, .y = number(design$variables[[ask$ratio[[1]]]]), .x = number(design$variables[[ask$ratio[[2]]]]))
    return(told(svyratio(~.y, ~.x, design), design))
  }
  if (!is.null(ask$quantile)) {
    design <- update(design, .y = number(design$variables[[ask$quantile]]))
    part <- if (is.null(ask$part)) .5 else ask$part
    row <- suppressWarnings(svyquantile(~.y, design, part, interval.type = "mean", qrule = "math"))$.y[1, ]
    return(list(value = row[[1]], low = row[[2]], high = row[[3]], error = row[[4]], degrees = degf(design)))
  }
  design <- update(design, .a = factor(design$variables[[ask$independent[[1]]]]), .b = factor(design$variables[[ask$independent[[2]]]]))
  found <- svychisq(~ .a + .b, design, statistic = "F")
  list(value = as.vector(found$statistic), degrees = round(as.vector(found$parameter[2])), p = as.vector(found$p.value))
}

lines_of <- function(ask, design) {
  if (is.null(ask$by)) return(list(c(list(group = ""), one(ask, design, TRUE))))
  # subset() looks for names in the table first: hand it the mask itself
  lapply(sort(unique(design$variables[[ask$by]]), method = "radix"), function(label) {
    part <- design[design$variables[[ask$by]] == label, ]
    c(list(group = label), one(ask, part, FALSE))
  })
}

answer <- function(case) {
  lone <- if (is.null(case$request$lone)) "fail" else case$request$lone
  options(survey.lonely.psu = lone)
  rows <- table_of(case)
  design <- known_of(case, replicated(case, rows, drawn(case, rows)))
  lines <- do.call(c, lapply(case$request$estimates, lines_of, design = design))
  list(lines = lines, weights = as.vector(weights(design, "sampling")))
}

intervals <- function(asked) {
  lapply(asked, function(one) {
    hits <- one[[1]]
    n <- one[[2]]
    c(if (hits > 0) qbeta(.025, hits, n - hits + 1) else 0, if (hits < n) qbeta(.975, hits + 1, n - hits) else 1)
  })
}

asked <- fromJSON(file("stdin"), simplifyVector = FALSE)
if (isTRUE(asked$api)) {
  data(api)
  tables <- list(apisrs = apisrs, apistrat = apistrat, apiclus1 = apiclus1, apiclus2 = apiclus2)
  cat(toJSON(lapply(tables, function(rows) lapply(rows, as.character)), na = "string"))
} else {
  answers <- lapply(asked$cases, function(case) tryCatch(answer(case), error = function(wrong) list(wrong = conditionMessage(wrong))))
  cat(toJSON(list(answers = answers, intervals = intervals(asked$intervals)), auto_unbox = TRUE, digits = I(17), na = "null", null = "null"))
}
