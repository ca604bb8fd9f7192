import ai.timefold.solver.core.api.domain.entity.PlanningEntity;
import ai.timefold.solver.core.api.domain.lookup.PlanningId;
import ai.timefold.solver.core.api.domain.solution.PlanningEntityCollectionProperty;
import ai.timefold.solver.core.api.domain.solution.PlanningScore;
import ai.timefold.solver.core.api.domain.solution.PlanningSolution;
import ai.timefold.solver.core.api.domain.solution.ProblemFactCollectionProperty;
import ai.timefold.solver.core.api.domain.valuerange.ValueRangeProvider;
import ai.timefold.solver.core.api.domain.variable.PlanningVariable;
import ai.timefold.solver.core.api.score.buildin.hardsoftlong.HardSoftLongScore;
import ai.timefold.solver.core.api.score.stream.Constraint;
import ai.timefold.solver.core.api.score.stream.ConstraintCollectors;
import ai.timefold.solver.core.api.score.stream.ConstraintFactory;
import ai.timefold.solver.core.api.score.stream.ConstraintProvider;
import ai.timefold.solver.core.api.score.stream.bi.BiConstraintStream;
import ai.timefold.solver.core.api.solver.Solver;
import ai.timefold.solver.core.api.solver.SolverFactory;
import ai.timefold.solver.core.config.solver.EnvironmentMode;
import ai.timefold.solver.core.config.solver.SolverConfig;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Timefold by its own documentation: entities, a constraint stream for each rule, its default phases.
 *
 * <p>Reads one office from standard input, writes "value N" for every plan that is better than the ones before and at
 * the end "answer", with the officer of each case. Stops at its deadline, or as soon as standard input is closed.
 */
public class Timefold {

    /** A number of {@link Case#holder}, and of a case that is with nobody. */
    static final int NOBODY = -1;

    /** {@code room}: ticks that may not be passed; {@code fair}: the fair load in ticks, times {@code grid}. */
    public static class Officer {
        @PlanningId
        public int number;
        public long room;
        public long fair;
        public long limit;
        public long grid;

        /** Grid steps above the fair share, rounded up; negative below it. */
        long step(long load) {
            return -Math.floorDiv(fair - load * grid, limit);
        }
    }

    /** {@code holder}: who has it today and may keep it, or NOBODY. */
    @PlanningEntity
    public static class Case {
        @PlanningId
        public int number;
        public long effort;
        public int holder;
        @ValueRangeProvider(id = "able")
        public List<Officer> able;
        @PlanningVariable(valueRangeProviderRefs = "able")
        public Officer officer;

        boolean moved() {
            return holder != NOBODY && officer.number != holder;
        }
    }

    @PlanningSolution
    public static class Office {
        @ProblemFactCollectionProperty
        public List<Officer> officers;
        @PlanningEntityCollectionProperty
        public List<Case> cases;
        @PlanningScore
        public HardSoftLongScore score;

        long[] loads() {
            long[] loads = new long[officers.size()];
            for (Case each : cases) {
                loads[each.officer.number] += each.effort;
            }
            return loads;
        }

        /** What is asked about: the worst officer's step. */
        long worstStep() {
            long[] loads = loads();
            return Math.max(0, officers.stream().mapToLong(each -> each.step(loads[each.number])).max().orElse(0));
        }

        long moves() {
            return cases.stream().filter(Case::moved).count();
        }
    }

    static BiConstraintStream<Officer, Long> loads(ConstraintFactory factory) {
        return factory.forEach(Case.class).groupBy(each -> each.officer, ConstraintCollectors.sumLong(each -> each.effort));
    }

    /** Squares, because a search cannot feel a maximum: nothing is gained until the worst officer of all is better. */
    public static class Fairness implements ConstraintProvider {
        @Override
        public Constraint[] defineConstraints(ConstraintFactory factory) {
            return new Constraint[] {
                loads(factory)
                    .filter((officer, load) -> officer.step(load) > 0)
                    .penalizeLong(
                        HardSoftLongScore.ONE_SOFT, (officer, load) -> officer.step(load) * officer.step(load))
                    .asConstraint("above the fair share")
            };
        }
    }

    /** Nobody above their room; then as few moves as possible. */
    public static class Moves implements ConstraintProvider {
        @Override
        public Constraint[] defineConstraints(ConstraintFactory factory) {
            return new Constraint[] {
                loads(factory)
                    .filter((officer, load) -> load > officer.room)
                    .penalizeLong(HardSoftLongScore.ONE_HARD, (officer, load) -> load - officer.room)
                    .asConstraint("above the room"),
                factory.forEach(Case.class)
                    .filter(Case::moved)
                    .penalize(HardSoftLongScore.ONE_SOFT)
                    .asConstraint("moved")
            };
        }
    }

    private static long[] numbers(BufferedReader in) throws IOException {
        String[] words = in.readLine().split(" ");
        long[] out = new long[words.length];
        for (int i = 0; i < words.length; i++) {
            out[i] = Long.parseLong(words[i]);
        }
        return out;
    }

    /** Officers (room, fair, limit), who is able by signature, and cases (effort, holder, signature), a line each. */
    private static Office read(BufferedReader in, long[] sizes) throws IOException {
        Office office = new Office();
        office.officers = new ArrayList<>();
        office.cases = new ArrayList<>();
        for (int number = 0; number < sizes[0]; number++) {
            long[] row = numbers(in);
            Officer officer = new Officer();
            officer.number = number;
            officer.room = row[0];
            officer.fair = row[1];
            officer.limit = row[2];
            officer.grid = sizes[3];
            office.officers.add(officer);
        }
        List<List<Officer>> able = new ArrayList<>();
        for (int signature = 0; signature < sizes[1]; signature++) {
            List<Officer> row = new ArrayList<>();
            for (long number : numbers(in)) {
                row.add(office.officers.get((int) number));
            }
            able.add(row);
        }
        for (int number = 0; number < sizes[2]; number++) {
            long[] row = numbers(in);
            Case each = new Case();
            each.number = number;
            each.effort = row[0];
            each.holder = (int) row[1];
            each.able = able.get((int) row[2]);
            office.cases.add(each);
        }
        return office;
    }

    private static void stopWhenClosed(BufferedReader in, Solver<Office> solver) {
        Thread waiting = new Thread(() -> {
            try {
                while (in.read() >= 0) {
                    continue;
                }
            } catch (IOException gone) {
                System.err.println("standard input is gone: " + gone);
            }
            solver.terminateEarly();
        });
        waiting.setDaemon(true);
        waiting.start();
    }

    private static String answer(Office office) {
        StringBuilder out = new StringBuilder("answer");
        for (Case each : office.cases) {
            out.append(' ').append(each.officer == null ? NOBODY : each.officer.number);
        }
        return out.toString();
    }

    /** Arguments: "fairness" or "moves", the deadline (milliseconds since 1970) and a seed. */
    public static void main(String[] given) throws IOException {
        boolean fairness = given[0].equals("fairness");
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
        Office office = read(in, numbers(in));
        SolverConfig config = new SolverConfig()
            .withSolutionClass(Office.class)
            .withEntityClasses(Case.class)
            .withConstraintProviderClass(fairness ? Fairness.class : Moves.class)
            .withEnvironmentMode(EnvironmentMode.NO_ASSERT)
            .withRandomSeed(Long.parseLong(given[2]))
            .withTerminationSpentLimit(
                Duration.ofMillis(Math.max(1, Long.parseLong(given[1]) - System.currentTimeMillis())));
        Solver<Office> solver = SolverFactory.<Office>create(config).buildSolver();
        // The best by what is asked about: by squares a later plan may be better and its worst officer worse.
        long[] least = {Long.MAX_VALUE};
        String[] kept = {null};
        solver.addEventListener(event -> {
            if (!event.isNewBestSolutionInitialized() || !event.getNewBestScore().isFeasible()) {
                return;
            }
            Office better = event.getNewBestSolution();
            long value = fairness ? better.worstStep() : better.moves();
            if (value < least[0]) {
                least[0] = value;
                kept[0] = answer(better);
                System.out.println("value " + value);
            }
        });
        stopWhenClosed(in, solver);
        Office last = solver.solve(office);
        System.out.println(kept[0] == null ? answer(last) : kept[0]);
    }
}
