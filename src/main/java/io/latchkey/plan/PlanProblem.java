package io.latchkey.plan;

import io.latchkey.shared.problem.ProblemKind;
import org.springframework.http.HttpStatus;

/** How this room says no. */
public enum PlanProblem implements ProblemKind {
    UNKNOWN_PLAN(HttpStatus.NOT_FOUND, "This site has no plan with this id."),
    NOT_SOLD(HttpStatus.CONFLICT, "This plan is no longer sold. Choose another."),
    WRONG_KIND(HttpStatus.CONFLICT, "This plan is of the other kind."),
    NOT_BILLABLE(HttpStatus.CONFLICT, "This service's payment provider cannot bill this plan."),
    KIND_IS_FIXED(HttpStatus.CONFLICT, "A plan cannot change its kind, because readers may have it. Use a new id.");

    private final HttpStatus status;
    private final String detail;

    PlanProblem(HttpStatus status, String detail) {
        this.status = status;
        this.detail = detail;
    }

    @Override
    public HttpStatus status() {
        return status;
    }

    @Override
    public String detail() {
        return detail;
    }
}
