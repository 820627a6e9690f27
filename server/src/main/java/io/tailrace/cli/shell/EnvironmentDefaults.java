package io.tailrace.cli.shell;

import java.lang.reflect.Field;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi.Text;
import picocli.CommandLine.Help.ColorScheme;
import picocli.CommandLine.Help.IOptionRenderer;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.IHelpFactory;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The environment as defaults for flags: {@code --max-retry-time} is also {@code TAILRACE_MAX_RETRY_TIME}.
 *
 * <p>A flag on the command line wins; an empty variable counts as not set, and one of a {@link Typed} flag is not looked at.
 * Also the help factory that names the
 * variable beside each flag. Stateless but for the environment it was given.
 */
public final class EnvironmentDefaults implements IDefaultValueProvider, IHelpFactory {

    private final Map<String, String> environment;

    public EnvironmentDefaults(Map<String, String> environment) {
        this.environment = environment;
    }

    /** The variable that stands for this flag. */
    public static String variable(OptionSpec option) {
        String flag = option.longestName().replaceFirst("^-+", "");
        return "TAILRACE_" + flag.replace('-', '_').toUpperCase(Locale.ROOT);
    }

    @Override
    public @Nullable String defaultValue(ArgSpec argument) {
        if (!(argument instanceof OptionSpec option) || !hasVariable(option)) {
            return null;
        }
        String value = environment.get(variable(option));
        // For a service called "tailrace" Kubernetes sets TAILRACE_PORT=tcp://10.0.0.1:8082 in every pod.
        return value == null || value.isEmpty() || value.startsWith("tcp://") ? null : value;
    }

    @Override
    public Help create(CommandSpec command, ColorScheme colors) {
        return new Help(command, colors) {
            @Override
            public IOptionRenderer createDefaultOptionRenderer() {
                IOptionRenderer plain = super.createDefaultOptionRenderer();
                return (option, parameterLabels, scheme) -> {
                    Text[][] rows = plain.render(option, parameterLabels, scheme);
                    return hasVariable(option) ? withVariable(rows, option, scheme) : rows;
                };
            }
        };
    }

    private static Text[][] withVariable(Text[][] rows, OptionSpec option, ColorScheme scheme) {
        Text[] last = rows[rows.length - 1];
        Text name = scheme.ansi().text(" [" + variable(option) + "]");
        last[last.length - 1] = last[last.length - 1].concat(name);
        return rows;
    }

    /** Whether a variable can stand for this flag. */
    public static boolean hasVariable(OptionSpec option) {
        return !option.usageHelp() && !option.versionHelp() && !isTyped(option);
    }

    private static boolean isTyped(OptionSpec option) {
        return option.userObject() instanceof Field field
                && field.getDeclaringClass().isAnnotationPresent(Typed.class);
    }
}
