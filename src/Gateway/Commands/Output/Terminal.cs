using System.Text.Json;
using Relevo.Gateway.Flow;
using Spectre.Console;

namespace Relevo.Gateway.Commands.Output;

/// <summary>Where a command writes: tables for people at a terminal, plain columns for pipes and logs.</summary>
internal sealed class Terminal
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly TextWriter _output;
    private readonly TextWriter _error;

    /// <param name="output">Where results go.</param>
    /// <param name="error">Where complaints go.</param>
    /// <param name="isInteractive">True when a person looks at <paramref name="output"/>.</param>
    public Terminal(TextWriter output, TextWriter error, bool isInteractive)
    {
        _output = output;
        _error = error;
        IsInteractive = isInteractive;
        Console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = isInteractive ? AnsiSupport.Detect : AnsiSupport.No,
            Interactive = isInteractive ? InteractionSupport.Detect : InteractionSupport.No,
            Out = new AnsiConsoleOutput(output),
        });
    }

    public bool IsInteractive { get; }

    public IAnsiConsole Console { get; }

    public static Terminal OfProcess() => new(System.Console.Out, System.Console.Error, !System.Console.IsOutputRedirected);

    public void Say(string line = "") => _output.WriteLine(Clean(line));

    public void Complain(string line) => _error.Complain(Clean(line));

    /// <summary>Writes text that is exact already.</summary>
    public void Write(string text) => _output.Write(text);

    /// <summary>Writes JSON as it came, indented.</summary>
    public void Json(string json)
    {
        using var document = JsonDocument.Parse(json);
        _output.WriteLine(JsonSerializer.Serialize(document.RootElement, Indented));
    }

    public void Table(IReadOnlyList<string> columns, IReadOnlyList<IReadOnlyList<string>> rows)
    {
        if (IsInteractive)
        {
            var table = new Table().RoundedBorder();
            table.AddColumns([.. columns.Select(c => new TableColumn(new Text(c, new Style(decoration: Decoration.Bold))))]);
            foreach (var row in rows)
            {
                table.AddRow(row.Select(cell => new Text(Clean(cell))));
            }

            Console.Write(table);
            return;
        }

        PlainTable(columns, rows);
    }

    // Never wrapped: one row is one line, so that grep and awk work.
    private void PlainTable(IReadOnlyList<string> columns, IReadOnlyList<IReadOnlyList<string>> rows)
    {
        var widths = columns.Select((c, i) => rows.Select(r => r[i].Length).Append(c.Length).Max()).ToArray();
        foreach (var row in rows.Prepend(columns))
        {
            _output.WriteLine(string.Join("  ", row.Select((cell, i) => Clean(cell).PadRight(widths[i]))).TrimEnd());
        }
    }

    // What came from outside must not move the cursor or ring the bell.
    private static string Clean(string text) => text.Any(char.IsControl) ? string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c)) : text;
}
