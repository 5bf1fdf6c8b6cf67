using System.CommandLine;
using System.Globalization;

namespace Relevo.Gateway.Commands;

/// <summary>Options that take a whole number within bounds.</summary>
internal static class BoundedOption
{
    public static Option<int> Create(string name, string description, int usual, int most)
    {
        var option = new Option<int>(name) { Description = description, DefaultValueFactory = _ => usual, HelpName = "n" };

        // Looks at the word itself: the value of a word that is no number cannot be asked for here.
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && (!int.TryParse(token.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var value) || value < 1 || value > most))
            {
                result.AddError($"{name} must be from 1 to {most}.");
            }
        });
        return option;
    }
}
