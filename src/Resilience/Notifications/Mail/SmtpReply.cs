namespace Relevo.Resilience.Notifications.Mail;

/// <summary>What an SMTP server said.</summary>
/// <param name="Code">Its code; 0 when what came is no reply.</param>
/// <param name="Lines">The text of each line.</param>
internal sealed record SmtpReply(int Code, IReadOnlyList<string> Lines)
{
    private const int ClassSize = 100;

    public static SmtpReply None { get; } = new(0, []);

    /// <summary>2 done, 3 go on, 4 later, 5 never.</summary>
    public int Class => Code / ClassSize;

    /// <summary>Words of the extensions that a greeting offers.</summary>
    public bool Offers(string extension, string? parameter = null) =>
        Lines.Skip(1).Select(line => line.ToUpperInvariant().Split([' ', '='], StringSplitOptions.RemoveEmptyEntries))
            .Any(words => words.Length > 0 && words[0] == extension && (parameter is null || words.Contains(parameter, StringComparer.Ordinal)));
}
